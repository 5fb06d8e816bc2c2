import { keysOf, message, number, type OptionNames, oneOf, ordered, positive } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import type { FanOptions } from '../initializer/draw.ts'
import { elementwise } from '../initializer/fill.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import type { InitConfig, Initializer } from '../initializer/initializer.ts'
import { digits } from '../initializer/law.ts'
import { type Axes, hasFans } from '../parameter/axes.ts'
import { computeBlockFans, type Fans } from '../parameter/fans.ts'
import { isKnownShape } from '../parameter/shape.ts'
import { blockLaw, rescale } from './blocks.ts'
import { type Distribution, type Family, normalFamily, truncatedFamily, uniformFamily } from './family.ts'

/** The fan that divides the variance: one of the two, or their arithmetic or geometric mean. */
export type FanMode = 'fanIn' | 'fanOut' | 'fanAvg' | 'fanGeoAvg'

/** Variance and family of the law. */
export interface VarianceScalingOptions {
  /** Numerator of the variance, default 1. */
  readonly scale?: number
  /** Default `'fanIn'`. */
  readonly mode?: FanMode
  /** Default `'normal'`. */
  readonly distribution?: Distribution
  /** Lower bound of a truncated normal law, in standard deviations before the cut; may be -Infinity. Default -2. */
  readonly low?: number
  /** Upper bound of a truncated normal law; may be Infinity. Default 2. */
  readonly high?: number
}

/** @internal */
export const VARIANCE_SCALING: OptionNames<VarianceScalingOptions> = {
  scale: true,
  mode: true,
  distribution: true,
  low: true,
  high: true,
}

const FAMILIES: Readonly<Record<Distribution, (low: number, high: number) => Family>> = {
  normal: () => normalFamily,
  truncatedNormal: truncatedFamily,
  uniform: () => uniformFamily,
}

const MODES: Readonly<Record<FanMode, (fans: Fans) => number>> = {
  fanIn: ({ fanIn }) => fanIn,
  fanOut: ({ fanOut }) => fanOut,
  fanAvg: ({ fanIn, fanOut }) => (fanIn + fanOut) / 2,
  fanGeoAvg: ({ fanIn, fanOut }) => Math.sqrt(fanIn * fanOut),
}

/**
 * Mean 0 and variance `scale / n`, with n the fan that `mode` names. The trunk of Xavier, Kaiming and LeCun.
 *
 * `'normal'` is N(0, scale/n) and `'uniform'` U[-a, a) with a = √(3·scale/n). `'truncatedNormal'` is a normal law cut to [low, high]
 * standard deviations, then shifted and scaled so that mean and variance hold after the cut (÷ 0.8796256610342398 at ±2).
 *
 * Blocks of a packed parameter with fans of their own have variances of their own. A parameter without elements may have any fans.
 *
 * @throws TypeError if an option is of the wrong kind, RangeError if `scale <= 0`, `low >= high`, bounds are given for another law
 * or a name is unknown; when applied, TypeError without rng, or without axes and fans.
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
  checkFactory(where, options, VARIANCE_SCALING)
  const { scale = 1, mode = 'fanIn', distribution = 'normal', low = -2, high = 2 } = options
  positive(where, 'scale', scale)
  oneOf(where, 'mode', mode, keysOf(MODES))
  oneOf(where, 'distribution', distribution, keysOf(FAMILIES))
  ordered(where, number(where, 'low', low), number(where, 'high', high))
  const cut = low !== -2 || high !== 2
  if (cut && distribution !== 'truncatedNormal') {
    throw new RangeError(
      message(where, 'low and high only with truncatedNormal', `them with ${distribution}`),
    )
  }
  const config = { name: where, scale, mode, distribution, ...(cut ? { low, high } : {}) }
  return scaledVariance(config, scale, mode, FAMILIES[distribution](low, high))
}

/**
 * `varianceScaling({ scale, mode, distribution: 'uniform' })`, which brings no other family into a bundle: the default of most layers.
 *
 * @example
 * ```ts
 * import { varianceScaling } from '@nn/init'
 * import { fanUniform, sameInit } from '@nn/init/layer'
 * sameInit(fanUniform(1 / 3), varianceScaling({ scale: 1 / 3, distribution: 'uniform' })) // => true
 * ```
 */
export function fanUniform(scale: number, mode: FanMode = 'fanIn'): Initializer {
  const config = { name: 'varianceScaling', scale, mode, distribution: 'uniform' }
  return scaledVariance(config, scale, mode, uniformFamily)
}

/** Variance scaling under the name in `config`; the caller has checked its options. */
export function scaledVariance(
  config: InitConfig,
  scale: number,
  mode: FanMode,
  family: Family,
): Initializer {
  const fanOf = MODES[mode]
  return elementwise({
    config,
    needs: ['rng', 'fans'],
    write: ({ rng, fans, shape, axes }, out, start) => {
      if (out.length === 0) return
      family.draw(rng, out, scale / fanOf(fans), start)
      if (axes?.blocks !== undefined && hasFans(axes))
        rescale(out, start, shape, axes.blocks, factors(shape, axes, fanOf))
    },
    describe: ({ fans, shape, axes }) => {
      if (fans === undefined) return { text: family.text(`${digits(scale)}/${mode}`), mean: 0 }
      if (!(fanOf(fans) > 0)) return { text: 'no elements' }
      const law = family.law(scale / fanOf(fans))
      if (axes?.blocks === undefined || !hasFans(axes) || !isKnownShape(shape)) return law
      return blockLaw(law, shape, axes.blocks, factors(shape, axes, fanOf))
    },
    check: ({ fans }) => void fanOf(fans),
  })
}

/** The standard deviation of each block, over that of the first. */
function factors(shape: readonly number[], axes: Axes, fanOf: (fans: Fans) => number): number[] {
  const fans = computeBlockFans(shape, axes).map(fanOf)
  return fans.map((fan) => (fan === fans[0] ? 1 : Math.sqrt(fans[0]! / fan)))
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
  /* @__PURE__ */ inPlace('varianceScaling_', varianceScaling, VARIANCE_SCALING)
