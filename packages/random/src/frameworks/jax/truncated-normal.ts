import { message } from '@nn/check'
import { type DtypeOptions, halfTypeOf } from '../../stream/dtype.ts'
import { truncatedNormalLaw } from '../../stream/laws.ts'
import type { FloatArray, TruncatedNormalOptions } from '../../stream/rng.ts'
import { bitSource } from './bit-source.ts'
import { scaleAndShift } from './kernels/normal.ts'
import { fillCut } from './kernels/truncated-normal.ts'
import type { Draw, JaxKey } from './key.ts'
import { RULES } from './rules.ts'

/** Options of `truncatedNormal`. */
export interface JaxTruncatedNormalOptions extends TruncatedNormalOptions, DtypeOptions {}

/**
 * `mean + std·jax.random.truncated_normal(key, lower, upper, shape, dtype)`: N(mean, std²) cut to [low, high], by √2·erf⁻¹ of a
 * uniform between erf(low/√2) and erf(high/√2). The bounds count in standard deviations. Bit for bit as eager
 * calls of jaxlib 0.10.2 on x86-64 in each type (float64: with glibc up to 2.40); compiled calls are the same for ±2 and may differ by
 * 2 ulp for other bounds.
 *
 * @throws TypeError if the key is none, `out` no float array or an option unknown, RangeError unless `low < high`, if `std` is negative (or 0 with absolute
 * bounds) or `start` no integer ≥ 0.
 * @example
 * ```ts
 * import { key, truncatedNormal } from '@nn/random/jax'
 * const weights = truncatedNormal(key(42), new Float32Array(1000), { std: 0.02 })
 * weights.every((weight) => Math.abs(weight) < 0.04) // => true
 * truncatedNormal(key(42), weights, { low: 3 }) // throws /expected low < high, got low 3 and high 2/
 * ```
 */
export function truncatedNormal<T extends FloatArray>(
  key: JaxKey,
  out: T,
  options?: JaxTruncatedNormalOptions,
): T {
  const where = 'jax.truncatedNormal'
  drawTruncatedNormal({ where, key }, out, truncatedNormalLaw(out, options, RULES, where), options)
  return out
}

/** Draws a law that is checked but for the dtype. */
export function drawTruncatedNormal(
  { where, key }: Draw,
  out: FloatArray,
  law: Required<TruncatedNormalOptions>,
  options: JaxTruncatedNormalOptions | undefined,
): void {
  const dtype = halfTypeOf(where, out, options)
  const ends = standardEnds(where, law)
  fillCut(bitSource(where, key, out.length, law.start), out, ends, law.start, dtype)
  scaleAndShift(out, law.mean, law.std, dtype)
}

/** The bounds in standard deviations from the mean. */
function standardEnds(
  where: string,
  { mean, std, low, high, bounds }: Required<TruncatedNormalOptions>,
): readonly [number, number] {
  if (bounds === 'std') return [low, high]
  if (std === 0) throw new RangeError(message(where, 'std > 0 with absolute bounds', '0'))
  return [(low - mean) / std, (high - mean) / std]
}
