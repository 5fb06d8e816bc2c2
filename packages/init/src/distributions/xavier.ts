import { type OptionNames, positive } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import type { FanOptions } from '../initializer/draw.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { type Family, normalFamily, truncatedFamily, uniformFamily } from './family.ts'
import { scaledVariance } from './variance-scaling.ts'

/** The gain of the activation after the layer. */
export interface XavierOptions {
  /** Factor on the standard deviation, default 1; see `calculateGain`. */
  readonly gain?: number
}

/** @internal */
export const XAVIER: OptionNames<XavierOptions> = { gain: true }

/** Variance scaling with scale gain² over the mean of the fans. */
function xavier(name: string, family: Family, options: XavierOptions): Initializer {
  checkFactory(name, options, XAVIER)
  const { gain = 1 } = options
  positive(name, 'gain', gain)
  return scaledVariance({ name, gain }, gain * gain, 'fanAvg', family)
}

/**
 * U[-a, a) with a = gain·√(6 / (fanIn + fanOut))
 * (Glorot and Bengio, 2010, https://proceedings.mlr.press/v9/glorot10a.html).
 *
 * @throws RangeError if `gain <= 0`; when applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { xavierUniform } from '@nn/init'
 * const law = xavierUniform().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'U[-0.707107, 0.707107)'
 * xavierUniform({ gain: 0 }) // throws /xavierUniform: expected gain > 0, got 0/
 * ```
 */
export function xavierUniform(options: XavierOptions = {}): Initializer {
  return xavier('xavierUniform', uniformFamily, options)
}

/**
 * N(0, std²) with std = gain·√(2 / (fanIn + fanOut))
 * (Glorot and Bengio, 2010, https://proceedings.mlr.press/v9/glorot10a.html).
 *
 * @throws RangeError if `gain <= 0`; when applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { xavierNormal } from '@nn/init'
 * const law = xavierNormal().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'N(0, 0.408248²)'
 * xavierNormal({ gain: 0 }) // throws /xavierNormal: expected gain > 0, got 0/
 * ```
 */
export function xavierNormal(options: XavierOptions = {}): Initializer {
  return xavier('xavierNormal', normalFamily, options)
}

/**
 * N(0, std²) cut at two standard deviations; the standard deviation after the cut is gain·√(2 / (fanIn + fanOut))
 * (Glorot and Bengio, 2010, https://proceedings.mlr.press/v9/glorot10a.html).
 *
 * @throws RangeError if `gain <= 0`; when applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { xavierTruncatedNormal } from '@nn/init'
 * const law = xavierTruncatedNormal().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'N(0, 0.464116²) cut to [-0.928232, 0.928232]'
 * xavierTruncatedNormal({ gain: 0 }) // throws /xavierTruncatedNormal: expected gain > 0, got 0/
 * ```
 */
export function xavierTruncatedNormal(options: XavierOptions = {}): Initializer {
  return xavier('xavierTruncatedNormal', truncatedFamily(), options)
}

/**
 * xavierUniform, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `xavierUniform`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { xavierUniform_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = xavierUniform_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const xavierUniform_: InPlace<XavierOptions & RngOption & FanOptions> = /* @__PURE__ */ inPlace(
  'xavierUniform_',
  xavierUniform,
  XAVIER,
)

/**
 * xavierNormal, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `xavierNormal`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { xavierNormal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = xavierNormal_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const xavierNormal_: InPlace<XavierOptions & RngOption & FanOptions> = /* @__PURE__ */ inPlace(
  'xavierNormal_',
  xavierNormal,
  XAVIER,
)

/**
 * xavierTruncatedNormal, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `xavierTruncatedNormal`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { xavierTruncatedNormal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = xavierTruncatedNormal_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const xavierTruncatedNormal_: InPlace<XavierOptions & RngOption & FanOptions> =
  /* @__PURE__ */ inPlace('xavierTruncatedNormal_', xavierTruncatedNormal, XAVIER)
