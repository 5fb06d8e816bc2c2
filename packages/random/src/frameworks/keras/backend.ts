import { checkOptions, message, type OptionNames, show } from '@nn/check'
import type { FloatArray, NumericArray } from '../../stream/rng.ts'
import { seedOf } from '../../stream/seed.ts'

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

/** Where Keras runs. */
export interface KerasOptions {
  /** `KERAS_BACKEND`: `tensorflowBackend`, `jaxBackend`, `torchBackend` or `numpyBackend`. */
  readonly backend: KerasBackend
}

const OPTIONS: OptionNames<KerasOptions> = { backend: true }

/**
 * The backend of options.
 *
 * @throws TypeError if there is none or an option is unknown.
 */
export function openBackend(where: string, options: KerasOptions): KerasBackend {
  checkOptions(where, options, OPTIONS)
  const backend: KerasBackend | undefined = options?.backend
  if (typeof backend?.wrap === 'function') return backend
  throw new TypeError(message(where, 'a backend', show(backend), 'try { backend: tensorflowBackend }'))
}

/**
 * A seed as the backend's state holds it.
 *
 * @throws TypeError if it is no integer, RangeError if the backend rejects it.
 */
export function parseKerasSeed(where: string, seed: unknown, { name, seeds, wrap }: KerasBackend): bigint {
  const [least, most] = seeds
  const wide = seedOf(where, seed, { least: -Infinity, most: Infinity, cure: 'try 42' })
  if (least <= wide && wide <= most) return wrap(wide)
  throw new RangeError(message(where, `a seed of [${least}, ${most}] on the ${name} backend`, show(seed)))
}
