import { finite, instance, NUMBERS } from '../../stream/check.ts'
import type { BernoulliOptions, NumericArray } from '../../stream/rng.ts'
import type { JaxKey } from './key.ts'
import { fillUniform32 } from './uniform.ts'
import { bitSource } from './words.ts'

/**
 * `jax.random.bernoulli(key, p, shape)`: 1 where a float32 uniform is below p, otherwise 0. Bit for bit.
 *
 * @throws TypeError if `out` is no array of numbers, RangeError if p is not in [0, 1] or `start` no integer ≥ 0.
 * @example
 * ```ts
 * import { bernoulli, key } from '@nn/random/jax'
 * bernoulli(key(0), new Uint8Array(4), { p: 0.4 }) // => new Uint8Array([0, 0, 1, 0])
 * bernoulli(key(0), new Uint8Array(4), { p: 2 }) // throws /expected p in \[0, 1\], got 2/
 * ```
 */
export function bernoulli<T extends NumericArray>(key: JaxKey, out: T, options: BernoulliOptions = {}): T {
  const where = 'jax.bernoulli'
  const { p = 0.5, start = 0 } = options
  instance(where, out, NUMBERS)
  finite(where, 'p', p)
  if (p < 0 || p > 1) throw new RangeError(`${where}: expected p in [0, 1], got ${p}`)
  const threshold = Math.fround(p)
  const uniforms = new Float32Array(out.length)
  fillUniform32(bitSource(where, key, out.length, start), uniforms, 0, 1, start)
  for (let i = 0; i < out.length; i++) out[i] = uniforms[i]! < threshold ? 1 : 0
  return out
}
