import { show } from '../../stream/check.ts'
import type { FloatArray, NumericArray } from '../../stream/rng.ts'

/** The two integers from which one draw of `keras.random` is made. */
export type KerasSeed = readonly [bigint, bigint]

/** What `keras.random` is on one of Keras's backends. Checked options come in; the array is filled. */
export interface KerasBackend {
  readonly name: 'tensorflow' | 'jax' | 'torch' | 'numpy'
  /** The smallest and the largest seed that the backend takes. */
  readonly seeds: readonly [bigint, bigint]
  /** A word of the state after arithmetic in the backend's seed type. */
  wrap(word: bigint): bigint
  /** The 32-bit words of the stream that the seed starts. */
  bits(seed: KerasSeed, out: Uint32Array): void
  /** `keras.random.uniform`: U[low, high). */
  uniform(seed: KerasSeed, out: FloatArray, low: number, high: number): void
  /** `keras.random.normal`: N(mean, std²). */
  normal(seed: KerasSeed, out: FloatArray, mean: number, std: number): void
  /** `keras.random.truncated_normal`: N(mean, std²) cut at two standard deviations. */
  truncatedNormal(seed: KerasSeed, out: FloatArray, mean: number, std: number): void
  /** `keras.random.randint`: integers of [low, high). */
  integers(seed: KerasSeed, out: NumericArray, low: number, high: number): void
  /** What `keras.random.dropout` keeps: 1 with probability 1 − rate, otherwise 0. */
  keep(seed: KerasSeed, out: NumericArray, rate: number): void
}

/**
 * A seed as the backend's state holds it.
 *
 * @throws TypeError if it is no integer, RangeError if the backend rejects it.
 */
export function parseKerasSeed(where: string, seed: unknown, { name, seeds, wrap }: KerasBackend): bigint {
  if (typeof seed !== 'bigint' && typeof seed !== 'number')
    throw new TypeError(`${where}: expected a seed that is an integer, got ${show(seed)}`)
  if (typeof seed === 'number' && !Number.isSafeInteger(seed))
    throw new RangeError(`${where}: expected a seed that is a safe integer or a bigint, got ${show(seed)}`)
  const wide = BigInt(seed)
  const [least, most] = seeds
  if (wide < least || wide > most)
    throw new RangeError(
      `${where}: expected a seed of [${least}, ${most}] on the ${name} backend, got ${show(seed)}`,
    )
  return wrap(wide)
}
