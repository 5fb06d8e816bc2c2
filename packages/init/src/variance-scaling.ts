import type { FloatArray, Rng } from '@nn/random'
import { oneOf, positive } from './check.ts'
import { checkOptions } from './check-options.ts'
import type { Fans } from './fans.ts'
import { checkFill, fill } from './fill.ts'
import { type FanOptions, type InPlace, inPlace, type RngOption } from './in-place.ts'
import { createInitializer, type InitConfig, type Initializer } from './initializer.ts'
import { digits, type Law, normalLaw, truncatedNormalLaw, uniformLaw } from './law.ts'

/** Which number of connections divides the variance. */
export type FanMode = 'fanIn' | 'fanOut' | 'fanAvg' | 'fanGeoAvg'

/** The family of a variance-scaled law. */
export type Distribution = 'normal' | 'truncatedNormal' | 'uniform'

/** The variance, and the family of the law. */
export interface VarianceScalingOptions {
  /** Default 1. */
  readonly scale?: number
  /** Default `'fanIn'`. */
  readonly mode?: FanMode
  /** Default `'normal'`. */
  readonly distribution?: Distribution
}

/** Standard deviation of N(0, 1) cut to [-2, 2]: √(1 − 4φ(2)/(2Φ(2) − 1)). */
const TRUNCATED_STD = 0.8796256610342398

const MODES: Readonly<Record<FanMode, (fans: Fans) => number>> = {
  fanIn: ({ fanIn }) => fanIn,
  fanOut: ({ fanOut }) => fanOut,
  fanAvg: ({ fanIn, fanOut }) => (fanIn + fanOut) / 2,
  fanGeoAvg: ({ fanIn, fanOut }) => Math.sqrt(fanIn * fanOut),
}

/** A law with mean 0 and variance `scale / fan`. */
interface Family {
  draw(rng: Rng, out: FloatArray, scale: number, fan: number): unknown
  law(scale: number, fan: number): Law
  /** The law before the fan is known. */
  text(variance: string): string
}

const FAMILIES: Readonly<Record<Distribution, Family>> = {
  normal: {
    draw: (rng, out, scale, fan) => rng.normal(out, { std: Math.sqrt(scale / fan) }),
    law: (scale, fan) => normalLaw(0, Math.sqrt(scale / fan)),
    text: (variance) => `N(0, ${variance})`,
  },
  truncatedNormal: {
    draw: (rng, out, scale, fan) => rng.truncatedNormal(out, { std: Math.sqrt(scale / fan) / TRUNCATED_STD }),
    law: (scale, fan) => {
      const std = Math.sqrt(scale / fan)
      const parent = std / TRUNCATED_STD
      return { ...truncatedNormalLaw(0, parent, -2 * parent, 2 * parent), mean: 0, std }
    },
    text: (variance) => `N cut at 2 std, variance ${variance}`,
  },
  uniform: {
    draw: (rng, out, scale, fan) => {
      const high = Math.sqrt((3 * scale) / fan)
      return rng.uniform(out, { low: -high, high })
    },
    law: (scale, fan) => uniformLaw(-Math.sqrt((3 * scale) / fan), Math.sqrt((3 * scale) / fan)),
    text: (variance) => `U with variance ${variance}`,
  },
}

/**
 * Mean 0 and variance `scale / n`, with n the fan that `mode` names: N(0, scale/n), U[-a, a) with a = √(3·scale/n), or a
 * normal law cut at two standard deviations whose std was divided by 0.8796256610342398, so that the variance is what
 * it says. The trunk of Xavier, Kaiming and LeCun. A parameter without elements gets none, whatever its fans.
 *
 * @throws TypeError if an option is of the wrong kind, RangeError if `scale <= 0` or a name is unknown; when applied, TypeError
 * without rng, or without axes and fans.
 * @example
 * ```ts
 * import { varianceScaling } from '@nn/init'
 * const torchLinear = varianceScaling({ scale: 1 / 3, mode: 'fanIn', distribution: 'uniform' })
 * torchLinear.describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } }).text // => 'U[-0.5, 0.5)'
 * varianceScaling({ mode: 'fan_in' as never }) // throws /did you mean "fanIn"/
 * ```
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const where = 'varianceScaling'
  checkOptions(where, options, ['scale', 'mode', 'distribution'])
  const { scale = 1, mode = 'fanIn', distribution = 'normal' } = options
  positive(where, 'scale', scale)
  oneOf(where, 'mode', mode, Object.keys(MODES) as FanMode[])
  oneOf(where, 'distribution', distribution, Object.keys(FAMILIES) as Distribution[])
  return scaledVariance({ name: where, scale, mode, distribution }, scale, mode, distribution)
}

/** Variance scaling under another name: the options are checked, `config` is what its caller was given. */
export function scaledVariance(
  config: InitConfig,
  scale: number,
  mode: FanMode,
  distribution: Distribution,
): Initializer {
  const family = FAMILIES[distribution]
  const fanOf = MODES[mode]
  return createInitializer(
    config,
    ['rng', 'fans'],
    (request) => {
      const { rng, fans } = request
      return fill(config.name, request, (out) => out.length > 0 && family.draw(rng, out, scale, fanOf(fans)))
    },
    ({ fans }) => {
      if (fans === undefined) return { text: family.text(`${digits(scale)}/${mode}`), mean: 0 }
      return fanOf(fans) > 0 ? family.law(scale, fanOf(fans)) : { text: 'no elements' }
    },
    (request) => {
      checkFill(config.name, request)
      fanOf(request.fans)
    },
  )
}

/**
 * Variance scaling, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `varianceScaling`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { varianceScaling_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = cpu.zeros([8, 4])
 * varianceScaling_(w, { distribution: 'uniform', axes: { out: 0, in: 1 }, rng: createRng(42) }) === w // => true
 * varianceScaling_(w, { rng: createRng(42) }) // throws /expected axes or fans/
 * ```
 */
export const varianceScaling_: InPlace<VarianceScalingOptions & RngOption & FanOptions> =
  /* @__PURE__ */ inPlace('varianceScaling_', varianceScaling)
