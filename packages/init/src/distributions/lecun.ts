import type { FanOptions } from '../initializer/draw.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { normalFamily, truncatedFamily, uniformFamily } from './family.ts'
import { scaledVariance } from './variance-scaling.ts'

/**
 * U[-a, a) with a = √(3 / fanIn)
 * (LeCun et al., 1998, Efficient BackProp, section 4.6; https://doi.org/10.1007/3-540-49430-8_2).
 *
 * @throws When applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { lecunUniform } from '@nn/init'
 * const law = lecunUniform().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'U[-0.866025, 0.866025)'
 * ```
 */
export function lecunUniform(): Initializer {
  return scaledVariance({ name: 'lecunUniform' }, 1, 'fanIn', uniformFamily)
}

/**
 * N(0, std²) with std = 1 / √fanIn, uncut: Keras's `LecunNormal` is `lecunTruncatedNormal`
 * (LeCun et al., 1998, Efficient BackProp, section 4.6; https://doi.org/10.1007/3-540-49430-8_2).
 *
 * @throws When applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { lecunNormal } from '@nn/init'
 * const law = lecunNormal().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'N(0, 0.5²)'
 * ```
 */
export function lecunNormal(): Initializer {
  return scaledVariance({ name: 'lecunNormal' }, 1, 'fanIn', normalFamily)
}

/**
 * N(0, std²) cut at two standard deviations; the standard deviation after the cut is 1 / √fanIn
 * (LeCun et al., 1998, Efficient BackProp, section 4.6; https://doi.org/10.1007/3-540-49430-8_2).
 *
 * @throws When applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { lecunTruncatedNormal } from '@nn/init'
 * const law = lecunTruncatedNormal().describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'N(0, 0.568424²) cut to [-1.13685, 1.13685]'
 * ```
 */
export function lecunTruncatedNormal(): Initializer {
  return scaledVariance({ name: 'lecunTruncatedNormal' }, 1, 'fanIn', truncatedFamily())
}

/**
 * lecunUniform, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `lecunUniform`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { lecunUniform_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = lecunUniform_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const lecunUniform_: InPlace<RngOption & FanOptions> = /* @__PURE__ */ inPlace<object>(
  'lecunUniform_',
  lecunUniform,
  {},
)

/**
 * lecunNormal, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `lecunNormal`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { lecunNormal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = lecunNormal_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const lecunNormal_: InPlace<RngOption & FanOptions> = /* @__PURE__ */ inPlace<object>(
  'lecunNormal_',
  lecunNormal,
  {},
)

/**
 * lecunTruncatedNormal, in place; returns the target, a tensor (with `axes` or `fans`) or a parameter.
 *
 * @throws As `lecunTruncatedNormal`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { lecunTruncatedNormal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = lecunTruncatedNormal_(cpu.zeros([8, 4]), { axes: { out: 0, in: 1 }, rng: createRng(42) })
 * w.ne(0).all().item() // => true
 * ```
 */
export const lecunTruncatedNormal_: InPlace<RngOption & FanOptions> = /* @__PURE__ */ inPlace<object>(
  'lecunTruncatedNormal_',
  lecunTruncatedNormal,
  {},
)
