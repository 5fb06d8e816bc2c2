import { integer } from '@nn/check'
import { createPythonRng, type PythonRng } from '../python/index.ts'
import { type KerasBackend, type KerasOptions, openBackend } from './backend.ts'
import type { KerasRng } from './keras-rng.ts'
import { KerasStream } from './keras-stream.ts'

/** What follows `keras.utils.set_random_seed(seed)` in a program. */
export interface KerasSession {
  /**
   * The integer seed of the next initializer, dropout layer or `SeedGenerator` that is made without one: Python's
   * `random.randint(1, 10⁹)`. The order in which a program makes them decides.
   */
  makeSeed(): number
  /** The stream of `keras.random` without `seed=`. Its first use takes one seed, as a `SeedGenerator` made then would. */
  readonly rng: KerasRng
  /** A session that goes on from the same state on its own. */
  clone(): KerasSession
}

/**
 * `keras.utils.set_random_seed(seed)`: it seeds Python's `random`, from which Keras 3 draws the seed of everything that is made
 * without one, at construction.
 *
 * @param seed An integer of [0, 2³²), as NumPy's seed demands, which Keras sets too.
 * @throws TypeError or RangeError if it is not, TypeError if there is no backend or an option is unknown.
 * @see https://keras.io/api/utils/python_utils/#setrandomseed-function
 * @example
 * ```ts
 * import { createKerasRng, createKerasSession, tensorflowBackend as backend } from '@nn/random/keras'
 * const session = createKerasSession(42, { backend })
 * session.makeSeed() // => 686579304
 * // Dense(8)'s second sibling: its GlorotUniform draws with the next seed, whatever was initialised before.
 * const limit = Math.sqrt(6 / (8 + 1))
 * createKerasRng(session.makeSeed(), { backend }).uniform(new Float32Array(8), { low: -limit, high: limit }).length // => 8
 * ```
 */
export function createKerasSession(seed: number, options: KerasOptions): KerasSession {
  const where = 'createKerasSession'
  const backend = openBackend(where, options)
  const python = createPythonRng(integer(where, 'seed', seed, 0, 2 ** 32 - 1))
  return sessionOf(python, backend, undefined)
}

function sessionOf(python: PythonRng, backend: KerasBackend, started: KerasRng | undefined): KerasSession {
  const makeSeed = () => python.randint(1, 1_000_000_000)
  let rng = started
  return {
    makeSeed,
    get rng() {
      rng ??= new KerasStream(backend, 'unordered', [BigInt(makeSeed()), 0n])
      return rng
    },
    clone: () => sessionOf(python.clone(), backend, rng?.clone()),
  }
}
