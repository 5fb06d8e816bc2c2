import { flag, message } from '@nn/check'
import { type DtypeOptions, halfTypeOf } from '../../stream/dtype.ts'
import { normalLaw } from '../../stream/laws.ts'
import type { FloatArray, NormalOptions } from '../../stream/rng.ts'
import { bitSource } from './bit-source.ts'
import { fillOpen, scaleAndShift, toNormal, toNormalCompiled } from './kernels/normal.ts'
import type { Draw, JaxKey } from './key.ts'
import { RULES } from './rules.ts'

/** Options of `normal`. */
export interface JaxNormalOptions extends NormalOptions, DtypeOptions {
  /**
   * How `std·normal + mean` is rounded. False (default): each operation once, as eager calls do. True: as one compiled
   * float32 function, in which √2 and `std` are one constant and the mean is fused.
   */
  readonly jit?: boolean
}

/**
 * `mean + std·jax.random.normal(key, shape, dtype)`: N(mean, std²) by √2·erf⁻¹ of a uniform of (−1, 1). Bit for bit as jaxlib 0.10.2
 * on x86-64, in each type.
 *
 * @throws TypeError if the key is none, `out` no float array or an option unknown, RangeError if `std` is negative or `start` no integer ≥ 0, or for `jit`
 * in another type than float32.
 * @example
 * ```ts
 * import { key, normal } from '@nn/random/jax'
 * normal(key(0), new Float32Array(2)) // => new Float32Array([1.6226421594619751, 2.02526473999023438])
 * normal(key(0), new Float32Array(1), { std: -1 }) // throws /expected std >= 0/
 * ```
 */
export function normal<T extends FloatArray>(key: JaxKey, out: T, options?: JaxNormalOptions): T {
  const where = 'jax.normal'
  drawNormal({ where, key }, out, normalLaw(out, options, RULES, where), options)
  return out
}

/** Draws a law that is checked but for the dtype and `jit`. */
export function drawNormal(
  { where, key }: Draw,
  out: FloatArray,
  { mean, std, start }: Required<NormalOptions>,
  options: JaxNormalOptions | undefined,
): void {
  const dtype = halfTypeOf(where, out, options)
  const jit = flag(where, 'jit', options?.jit ?? false)
  if (jit && (dtype !== undefined || out instanceof Float64Array))
    throw new RangeError(message(where, 'float32 values with jit', dtype ?? 'float64'))
  fillOpen(bitSource(where, key, out.length, start), out, start, dtype)
  if (jit) toNormalCompiled(out, mean, std)
  else {
    toNormal(out, dtype, true)
    scaleAndShift(out, mean, std, dtype)
  }
}
