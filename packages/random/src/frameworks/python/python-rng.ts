import { finite, message } from '@nn/check'
import { Mt19937 } from '../../engines/mt19937.ts'
import type { Rng, RngState } from '../../stream/rng.ts'
import { openState } from '../../stream/state.ts'
import { mersenneOf } from '../mersenne.ts'
import { PythonRandom } from './python-random.ts'
import { type PythonSeed, seedKey } from './seed.ts'

/** The state of Python's stream, in the form of `random.getstate()`. */
export interface PythonState extends RngState {
  readonly algorithm: 'python-random'
  readonly version: 1
  /** 3, the 624 words and the position in them, the normal that `gauss` keeps. */
  readonly state: readonly [3, readonly number[], number | null]
}

const WORDS = 624

/** The stream of Python's `random` module: one sequence, which every draw moves on. */
export interface PythonRng extends Rng {
  /** Starts again from another seed; a kept normal is dropped. */
  seed(seed: PythonSeed): this
  /** U[0, 1) on a grid of 2⁻⁵³: `random.random()`. */
  random(): number
  /** Uniform on [0, 2^bits), bits ≤ 2²⁰: `random.getrandbits(bits)`. */
  getrandbits(bits: number): bigint
  /** Uniform integer of [low, high], both ends included: `random.randint(low, high)`. */
  randint(low: number, high: number): number
  randint(low: bigint, high: bigint): bigint
  /** N(mean, std²): `random.gauss(mean, std)`; two normals come at once and the second is kept. */
  gauss(mean?: number, std?: number): number
  /** Permutes the array in place: `random.shuffle(items)`. */
  shuffle<T>(items: T[]): T[]
  clone(): PythonRng
  toJSON(): PythonState
}

/**
 * The stream of CPython's `random.Random(seed)`: MT19937 keyed by the words of |seed|; integers by rejection of
 * `getrandbits`. Bits are CPython's, except `gauss` and `normal`, whose logarithm, sine and cosine are correct within
 * 1 ulp and need not be the C library's (the result is within 4 ULP, and equal after rounding to float32 but for one in 10⁸).
 *
 * @param seed A number (an integer, or a float by Python's hash of it), a bigint of any size, text or bytes (by SHA-512).
 * @throws TypeError if the seed is of another type, RangeError if it is NaN, an unsafe integer or text with a lone surrogate.
 * @see https://docs.python.org/3/library/random.html
 * @example
 * ```ts
 * import { createPythonRng } from '@nn/random/python'
 * const rng = createPythonRng(42)
 * rng.randint(1, 1_000_000_000) // => 686579304
 * rng.random() // => 0.11133106816568039
 * rng.shuffle(['a', 'b', 'c']).length // => 3
 * ```
 */
export function createPythonRng(seed: PythonSeed): PythonRng {
  return new PythonRandom(Mt19937.keyed(seedKey('createPythonRng', seed)))
}

/**
 * The stream that `rng.toJSON()` described, going on where it stood; its `state` is what `random.getstate()` gives.
 *
 * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
 * @example
 * ```ts
 * import { createPythonRng, pythonRngFromJSON } from '@nn/random/python'
 * const rng = createPythonRng(42)
 * rng.gauss()
 * const copy = pythonRngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.gauss() === rng.gauss() // => true
 * ```
 */
export function pythonRngFromJSON(json: RngState): PythonRng {
  const where = 'pythonRngFromJSON'
  const { state } = openState<PythonState>(where, json, 'python-random')
  const [kind, words, gauss]: readonly unknown[] = Array.isArray(state) ? state : []
  if (kind !== 3 || !Array.isArray(words) || words.length !== WORDS + 1)
    throw new RangeError(
      message(where, 'state to be [3, 625 integers, gauss] as random.getstate() gives', 'another'),
    )
  const engine = mersenneOf(where, words.slice(0, WORDS), words[WORDS])
  return new PythonRandom(engine, gauss === null ? null : finite(where, 'gauss', gauss))
}
