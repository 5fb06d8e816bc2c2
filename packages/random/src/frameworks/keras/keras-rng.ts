import { capacity } from '../../philox/laws/integers.ts'
import {
  bound,
  deviation,
  FLOATS,
  finite,
  instance,
  integer,
  NUMBERS,
  ordered,
  show,
} from '../../stream/check.ts'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  Rng,
  RngState,
  TruncatedNormalOptions,
  UniformOptions,
} from '../../stream/rng.ts'
import { cannotSplit, fromZero } from '../../stream/sequential.ts'
import { type KerasBackend, type KerasSeed, parseKerasSeed } from './backend.ts'
import { advance, type KerasOrder, type KerasState } from './state.ts'

/** Where Keras runs. */
export interface KerasOptions {
  /** `KERAS_BACKEND`: `tensorflowBackend`, `jaxBackend`, `torchBackend` or `numpyBackend`. */
  readonly backend: KerasBackend
}

/** A stream of `keras.random`: one sequence of seeds, each draw made from one of them. */
export interface KerasRng extends Rng {
  /** The seed of the next draw, `SeedGenerator.next()`; it counts as that draw. */
  next(): KerasSeed
  toJSON(): KerasState
}

/** The stream over a backend; how its seeds follow each other is the order's. */
export class KerasStream implements KerasRng {
  readonly #backend: KerasBackend
  readonly #order: KerasOrder
  #seed: KerasSeed

  constructor(backend: KerasBackend, order: KerasOrder, seed: KerasSeed) {
    this.#backend = backend
    this.#order = order
    this.#seed = seed
  }

  next(): KerasSeed {
    return this.#draw((seed) => seed)
  }

  uniform<T extends FloatArray>(out: T, options: UniformOptions = {}): T {
    const where = 'rng.uniform'
    const { low = 0, high = 1, start } = options
    instance(where, out, FLOATS)
    fromZero(where, start)
    ordered(where, finite(where, 'low', low), finite(where, 'high', high))
    this.#draw((seed) => this.#backend.uniform(seed, out, low, high))
    return out
  }

  normal<T extends FloatArray>(out: T, options: NormalOptions = {}): T {
    const where = 'rng.normal'
    const { mean = 0, std = 1, start } = options
    instance(where, out, FLOATS)
    fromZero(where, start)
    finite(where, 'mean', mean)
    deviation(where, std)
    this.#draw((seed) => this.#backend.normal(seed, out, mean, std))
    return out
  }

  truncatedNormal<T extends FloatArray>(out: T, options: TruncatedNormalOptions = {}): T {
    const where = 'rng.truncatedNormal'
    const { mean = 0, std = 1, low = -2, high = 2, bounds = 'std', start } = options
    instance(where, out, FLOATS)
    fromZero(where, start)
    finite(where, 'mean', mean)
    deviation(where, std)
    if (bound(where, 'low', low) !== -2 || bound(where, 'high', high) !== 2 || bounds !== 'std')
      throw new RangeError(
        `${where}: expected Keras's bounds of -2 and 2 standard deviations, got low ${low} and high ${high} (${String(bounds)}); use createRng for others`,
      )
    this.#draw((seed) => this.#backend.truncatedNormal(seed, out, mean, std))
    return out
  }

  bernoulli<T extends NumericArray>(out: T, options: BernoulliOptions = {}): T {
    const where = 'rng.bernoulli'
    const { p = 0.5, start } = options
    instance(where, out, NUMBERS)
    fromZero(where, start)
    if (!(finite(where, 'p', p) >= 0 && p <= 1))
      throw new RangeError(`${where}: expected p in [0, 1], got ${p}`)
    this.#draw((seed) => this.#backend.keep(seed, out, 1 - p))
    return out
  }

  integers<T extends NumericArray>(out: T, options: IntegersOptions): T {
    const where = 'rng.integers'
    instance(where, out, NUMBERS)
    const { low = 0, high, start } = options
    fromZero(where, start)
    const [least, most] = capacity(out)
    integer(where, 'low', low, least, most)
    integer(where, 'high', high, least, most + 1)
    ordered(where, low, high)
    this.#draw((seed) => this.#backend.integers(seed, out, low, high))
    return out
  }

  bits(out: Uint32Array, options: FillOptions = {}): Uint32Array {
    instance('rng.bits', out, [Uint32Array])
    fromZero('rng.bits', options.start)
    this.#draw((seed) => this.#backend.bits(seed, out))
    return out
  }

  permutation(): never {
    throw new Error(
      "rng.permutation: expected a stream with this law, got Keras's, whose shuffle is not reproduced; use the backend's own stream",
    )
  }

  at(_path: string | number): this {
    return this
  }

  split(_count: number): never {
    throw cannotSplit('Keras', 'make one createKerasRng for each stream')
  }

  clone(): KerasRng {
    return new KerasStream(this.#backend, this.#order, this.#seed)
  }

  toJSON(): KerasState {
    const [first, second] = this.#seed
    return {
      algorithm: 'keras-seed-generator',
      version: 1,
      backend: this.#backend.name,
      order: this.#order,
      seed: [String(first), String(second)],
    }
  }

  /** Runs one draw; the state moves on only when it succeeds. */
  #draw<R>(draw: (seed: KerasSeed) => R): R {
    const result = draw(this.#seed)
    this.#seed = advance(this.#seed, this.#order, this.#backend)
    return result
  }
}

/**
 * The stream of `keras.random.SeedGenerator(seed)` (Keras 3): draw k is made from the pair [seed, k], k = 0, 1, …; an initializer with the
 * integer seed draws with k = 0 each time. What a draw gives is the backend's: its bits are as exact as the backend's stream.
 * `bernoulli(p)` is what `keras.random.dropout(rate = 1 − p)` keeps.
 *
 * @param seed An integer that the backend takes: of [0, 2³²) on JAX and NumPy, of 64 bits on the others.
 * @throws TypeError or RangeError if it is not.
 * @see https://keras.io/api/random/seed_generator/
 * @example
 * ```ts
 * import { createKerasRng, tensorflowBackend } from '@nn/random/keras'
 * import { statelessNormal } from '@nn/random/tensorflow'
 * const rng = createKerasRng(42, { backend: tensorflowBackend })
 * rng.normal(new Float32Array(3)) // => statelessNormal([42, 0], new Float32Array(3))
 * rng.normal(new Float32Array(3)) // => statelessNormal([42, 1], new Float32Array(3))
 * ```
 */
export function createKerasRng(seed: number | bigint, { backend }: KerasOptions): KerasRng {
  return new KerasStream(backend, 'ordered', [parseKerasSeed('createKerasRng', seed, backend), 0n])
}

/**
 * The stream that `rng.toJSON()` described, going on where it stood, on the same backend.
 *
 * @throws TypeError if the state is no object, RangeError if a member is missing or wrong or the backend is another.
 * @example
 * ```ts
 * import { createKerasRng, jaxBackend, kerasRngFromJSON } from '@nn/random/keras'
 * const rng = createKerasRng(42, { backend: jaxBackend })
 * rng.uniform(new Float32Array(3))
 * const copy = kerasRngFromJSON(JSON.parse(JSON.stringify(rng)), { backend: jaxBackend })
 * copy.uniform(new Float32Array(3)) // => rng.uniform(new Float32Array(3))
 * ```
 */
export function kerasRngFromJSON(state: RngState, { backend }: KerasOptions): KerasRng {
  const where = 'kerasRngFromJSON'
  if (typeof state !== 'object' || state === null)
    throw new TypeError(`${where}: expected the object that rng.toJSON() gives, got ${show(state)}`)
  const { algorithm, version, backend: name, order, seed } = state as KerasState
  if (algorithm !== 'keras-seed-generator' || version !== 1)
    throw new RangeError(
      `${where}: expected algorithm "keras-seed-generator" version 1, got ${show(algorithm)} version ${show(version)}`,
    )
  if (name !== backend.name)
    throw new RangeError(`${where}: expected the backend ${show(name)}, got ${show(backend.name)}`)
  const digits = Array.isArray(seed) && seed.every((word) => typeof word === 'string' && /^-?\d+$/.test(word))
  if ((order !== 'ordered' && order !== 'unordered') || !digits || seed.length !== 2)
    throw new RangeError(`${where}: expected order and seed as rng.toJSON() gives them`)
  const words = seed.map((word) => parseKerasSeed(where, BigInt(word), backend))
  return new KerasStream(backend, order, [words[0]!, words[1]!])
}
