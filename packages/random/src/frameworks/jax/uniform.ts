import { roundHalf } from '../../numerics/half.ts'
import { type DtypeOptions, halfTypeOf } from '../../stream/dtype.ts'
import { uniformLaw } from '../../stream/laws.ts'
import type { FloatArray, UniformOptions } from '../../stream/rng.ts'
import { bitSource } from './bit-source.ts'
import { fillUniform32, fillUniform64, fillUniformHalf } from './kernels/uniform.ts'
import type { Draw, JaxKey } from './key.ts'
import { RULES } from './rules.ts'

const { fround } = Math

/** Options of `uniform`. */
export interface JaxUniformOptions extends UniformOptions, DtypeOptions {}

/**
 * `jax.random.uniform(key, shape, dtype, minval, maxval)`: U[low, high), `max(low, u·(high − low) + low)` with 23 random
 * bits in u (float64: 52, bfloat16: 7, float16: 10). Bit for bit as jaxlib 0.10.2 on x86-64.
 *
 * @throws TypeError if the key is none, `out` no float array or an option unknown, RangeError unless `low < high` are finite and `start` is an integer ≥ 0.
 * @example
 * ```ts
 * import { key, uniform } from '@nn/random/jax'
 * uniform(key(0), new Float32Array(2)) // => new Float32Array([0.9476670026779175, 0.9785798788070679])
 * uniform(key(0), new Float32Array(2), { low: -1 }).length // => 2
 * uniform(key(0), new Float32Array(2), { low: 2 }) // throws /expected low < high, got low 2 and high 1/
 * ```
 */
export function uniform<T extends FloatArray>(key: JaxKey, out: T, options?: JaxUniformOptions): T {
  const where = 'jax.uniform'
  drawUniform({ where, key }, out, uniformLaw(out, options, RULES, where), options)
  return out
}

/** Draws a law that is checked but for the dtype. */
export function drawUniform(
  { where, key }: Draw,
  out: FloatArray,
  { low, high, start }: Required<UniformOptions>,
  options: JaxUniformOptions | undefined,
): void {
  const dtype = halfTypeOf(where, out, options)
  const source = bitSource(where, key, out.length, start)
  if (dtype !== undefined) {
    const round = roundHalf(dtype)
    fillUniformHalf(source, out, [round(fround(low)), round(fround(high))], start, dtype)
  } else if (out instanceof Float32Array) fillUniform32(source, out, fround(low), fround(high), start)
  else fillUniform64(source, out, low, high, start)
}
