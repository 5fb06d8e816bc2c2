import { bernoulliLaw } from '../../stream/laws.ts'
import type { BernoulliOptions, NumericArray } from '../../stream/rng.ts'
import { bitSource } from './bit-source.ts'
import { fillUniform32 } from './kernels/uniform.ts'
import type { JaxKey } from './key.ts'
import { RULES } from './rules.ts'

/**
 * `jax.random.bernoulli(key, p, shape)`: 1 where a float32 uniform is below p, otherwise 0. Bit for bit.
 *
 * @throws TypeError if the key is none, `out` no array of numbers or an option unknown, RangeError if p is not in [0, 1] or `start` no integer ≥ 0.
 * @example
 * ```ts
 * import { bernoulli, key } from '@nn/random/jax'
 * bernoulli(key(0), new Uint8Array(4), { p: 0.4 }) // => new Uint8Array([0, 0, 1, 0])
 * bernoulli(key(0), new Uint8Array(4), { p: 2 }) // throws /expected p in \[0, 1\], got 2/
 * ```
 */
export function bernoulli<T extends NumericArray>(key: JaxKey, out: T, options?: BernoulliOptions): T {
  const where = 'jax.bernoulli'
  drawBernoulli(where, key, out, bernoulliLaw(out, options, RULES, where))
  return out
}

/** Draws a checked law. */
export function drawBernoulli(
  where: string,
  key: JaxKey,
  out: NumericArray,
  { p, start }: Required<BernoulliOptions>,
): void {
  const threshold = Math.fround(p)
  const uniforms = new Float32Array(out.length)
  fillUniform32(bitSource(where, key, out.length, start), uniforms, 0, 1, start)
  for (const [i, u] of uniforms.entries()) out[i] = u < threshold ? 1 : 0
}
