import { message, type OptionNames, oneOf, positive } from '@nn/check'
import { type Nonlinearity, squaredGain } from '../gain/gain.ts'
import { checkFactory } from '../initializer/check-factory.ts'
import type { FanOptions } from '../initializer/draw.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { type Family, normalFamily, truncatedFamily, uniformFamily } from './family.ts'
import { scaledVariance } from './variance-scaling.ts'

/** The fan, and the activation after the layer. */
export interface KaimingOptions {
  /** `'fanIn'` (default) keeps the variance of activations, `'fanOut'` that of gradients. */
  readonly mode?: 'fanIn' | 'fanOut'
  /** The activation after the layer, default `'relu'`. Its gain is the exact one, see `gain`. */
  readonly nonlinearity?: Nonlinearity
  /** Slope of leakyRelu below 0, default 0.01; no other nonlinearity takes one. */
  readonly slope?: number
  /** A gain instead of a nonlinearity; `gain(fn)` computes that of your own function. */
  readonly gain?: number
}

/** @internal */
export const KAIMING: OptionNames<KaimingOptions> = {
  mode: true,
  nonlinearity: true,
  slope: true,
  gain: true,
}

/** Variance scaling with the squared gain of a nonlinearity over one fan. */
function kaiming(name: string, family: Family, options: KaimingOptions): Initializer {
  checkFactory(name, options, KAIMING)
  const { mode = 'fanIn', nonlinearity = 'relu', slope, gain } = options
  oneOf(name, 'mode', mode, ['fanIn', 'fanOut'])
  if (gain !== undefined) {
    if (options.nonlinearity !== undefined || slope !== undefined) {
      throw new RangeError(message(name, 'either gain or nonlinearity', 'both', 'give one of them'))
    }
    return scaledVariance({ name, mode, gain }, positive(name, 'gain', gain) ** 2, mode, family)
  }
  const config = { name, mode, nonlinearity, ...(slope === undefined ? {} : { slope }) }
  return scaledVariance(config, squaredGain(name, nonlinearity, slope), mode, family)
}

/**
 * U[-a, a) with a = gain·√(3 / fan), where relu, the default, has gain √2
 * (He et al., 2015, https://arxiv.org/abs/1502.01852).
 *
 * @throws RangeError if mode or nonlinearity is unknown, or slope is given without leakyRelu; when applied, TypeError
 * without rng, or without axes and fans.
 * @example
 * ```ts
 * import { kaimingUniform } from '@nn/init'
 * const law = kaimingUniform().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'U[-1.22474, 1.22474)'
 * kaimingUniform({ nonlinearity: 'Relu' as never }) // throws /did you mean "relu"/
 * ```
 */
export function kaimingUniform(options: KaimingOptions = {}): Initializer {
  return kaiming('kaimingUniform', uniformFamily, options)
}

/**
 * N(0, std²) with std = gain / √fan, where relu, the default, has gain √2
 * (He et al., 2015, https://arxiv.org/abs/1502.01852).
 *
 * @throws RangeError if mode or nonlinearity is unknown, or slope is given without leakyRelu; when applied, TypeError
 * without rng, or without axes and fans.
 * @example
 * ```ts
 * import { kaimingNormal } from '@nn/init'
 * const law = kaimingNormal().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'N(0, 0.707107²)'
 * kaimingNormal({ nonlinearity: 'Relu' as never }) // throws /did you mean "relu"/
 * ```
 */
export function kaimingNormal(options: KaimingOptions = {}): Initializer {
  return kaiming('kaimingNormal', normalFamily, options)
}

/**
 * N(0, std²) cut at two standard deviations; the standard deviation after the cut is gain / √fan, where relu, the default, has gain √2
 * (He et al., 2015, https://arxiv.org/abs/1502.01852).
 *
 * @throws RangeError if mode or nonlinearity is unknown, or slope is given without leakyRelu; when applied, TypeError
 * without rng, or without axes and fans.
 * @example
 * ```ts
 * import { kaimingTruncatedNormal } from '@nn/init'
 * const law = kaimingTruncatedNormal().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'N(0, 0.803872²) cut to [-1.60774, 1.60774]'
 * kaimingTruncatedNormal({ nonlinearity: 'Relu' as never }) // throws /did you mean "relu"/
 * ```
 */
export function kaimingTruncatedNormal(options: KaimingOptions = {}): Initializer {
  return kaiming('kaimingTruncatedNormal', truncatedFamily(), options)
}

/**
 * kaimingUniform, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `kaimingUniform`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { kaimingUniform_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = kaimingUniform_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const kaimingUniform_: InPlace<KaimingOptions & RngOption & FanOptions> = /* @__PURE__ */ inPlace(
  'kaimingUniform_',
  kaimingUniform,
  KAIMING,
)

/**
 * kaimingNormal, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `kaimingNormal`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { kaimingNormal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = kaimingNormal_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const kaimingNormal_: InPlace<KaimingOptions & RngOption & FanOptions> = /* @__PURE__ */ inPlace(
  'kaimingNormal_',
  kaimingNormal,
  KAIMING,
)

/**
 * kaimingTruncatedNormal, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `kaimingTruncatedNormal`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { kaimingTruncatedNormal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = kaimingTruncatedNormal_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const kaimingTruncatedNormal_: InPlace<KaimingOptions & RngOption & FanOptions> =
  /* @__PURE__ */ inPlace('kaimingTruncatedNormal_', kaimingTruncatedNormal, KAIMING)
