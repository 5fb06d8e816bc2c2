import { FLOATS, instance, integer, type Kinds, NUMBERS, show } from '../stream/check.ts'
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
} from '../stream/rng.ts'
import { deriveKey, parseSeed, parseSegment } from './key.ts'
import { fillBernoulli } from './laws/bernoulli.ts'
import { fillBits } from './laws/bits.ts'
import { fillIntegers } from './laws/integers.ts'
import { fillNormal } from './laws/normal.ts'
import { fillPermutation } from './laws/permutation.ts'
import { fillTruncatedNormal } from './laws/truncated-normal.ts'
import { fillUniform } from './laws/uniform.ts'
import { roundKeys } from './philox.ts'
import { FILL, type Threads } from './threads/threads.ts'
import type { WordSource } from './word-source.ts'

/** The number of the fill is one word of the counter. */
const MOST_CALLS = 2 ** 32 - 1

/** The state of the default stream. */
export interface PhiloxState extends RngState {
  readonly algorithm: 'philox4x32-10'
  readonly version: 1
  /** Decimal digits of the seed in [0, 2⁶⁴). */
  readonly seed: string
  /** Segments joined by dots; empty for the root. */
  readonly path: string
  /** How many fills the stream has made. */
  readonly call: number
}

/** The default stream: Philox4x32-10 keyed by (seed, path), one counter range for each fill. */
class PhiloxRng implements Rng {
  readonly #seed: bigint
  readonly #path: string
  readonly #threads: Threads | undefined
  #call: number
  #keys: Uint32Array | undefined

  constructor(seed: bigint, path: string, threads: Threads | undefined, call: number, keys?: Uint32Array) {
    this.#seed = seed
    this.#path = path
    this.#threads = threads
    this.#call = call
    this.#keys = keys
  }

  at(path: string | number): Rng {
    return new PhiloxRng(this.#seed, this.#below(parseSegment(path)), this.#threads, 0)
  }

  split(count: number): Rng[] {
    integer('rng.split', 'count', count, 0, MOST_CALLS)
    return this.#fill('rng.split', ({ call }) =>
      Array.from({ length: count }, (_, i) => this.at(`~${call}:${i}`)),
    )
  }

  clone(): Rng {
    return new PhiloxRng(this.#seed, this.#path, this.#threads, this.#call, this.#keys)
  }

  toJSON(): PhiloxState {
    const { name, version } = ALGORITHM
    return { algorithm: name, version, seed: String(this.#seed), path: this.#path, call: this.#call }
  }

  bits(out: Uint32Array, options: FillOptions = {}): Uint32Array {
    return this.#draw('rng.bits', out, [Uint32Array], fillBits, options)
  }

  uniform<T extends FloatArray>(out: T, options: UniformOptions = {}): T {
    return this.#draw('rng.uniform', out, FLOATS, fillUniform, options)
  }

  normal<T extends FloatArray>(out: T, options: NormalOptions = {}): T {
    return this.#draw('rng.normal', out, FLOATS, fillNormal, options)
  }

  truncatedNormal<T extends FloatArray>(out: T, options: TruncatedNormalOptions = {}): T {
    return this.#draw('rng.truncatedNormal', out, FLOATS, fillTruncatedNormal, options)
  }

  bernoulli<T extends NumericArray>(out: T, options: BernoulliOptions = {}): T {
    return this.#draw('rng.bernoulli', out, NUMBERS, fillBernoulli, options)
  }

  integers<T extends NumericArray>(out: T, options: IntegersOptions): T {
    return this.#draw('rng.integers', out, NUMBERS, fillIntegers, options)
  }

  permutation<T extends NumericArray>(out: T): T {
    return this.#draw('rng.permutation', out, NUMBERS, fillPermutation, undefined)
  }

  #draw<T extends NumericArray, O>(
    where: string,
    out: T,
    kinds: Kinds,
    fill: (source: WordSource, out: T, options: O) => void,
    options: O,
  ): T {
    instance(where, out, kinds)
    this.#fill(where, (source) => fill(source, out, options))
    return out
  }

  #below(segment: string): string {
    return this.#path === '' ? segment : `${this.#path}.${segment}`
  }

  /** Runs one fill; the stream moves on only when it succeeds. */
  #fill<R>(where: string, fill: (source: WordSource) => R): R {
    if (this.#call > MOST_CALLS)
      throw new RangeError(
        `${where}: expected at most 2^32 fills of one stream; take a new one with rng.at(path)`,
      )
    this.#keys ??= roundKeys(...deriveKey(this.#seed, this.#path))
    const result = fill({ keys: this.#keys, call: this.#call, threads: this.#threads })
    this.#call++
    return result
  }
}

const ALGORITHM = { name: 'philox4x32-10', version: 1 } as const

/** How a stream makes its values, which does not change them. */
export interface RngOptions {
  /** Threads that fill large float32 arrays of this stream and of all below it: `startThreads(2)`. Default: this one alone. */
  readonly threads?: Threads
}

function threadsOf(where: string, { threads }: RngOptions): Threads | undefined {
  if (threads === undefined || (threads as Threads | null)?.[FILL] !== undefined) return threads
  throw new TypeError(
    `${where}: expected threads that startThreads gives, got ${show(threads)}; try startThreads(2)`,
  )
}

/**
 * The root stream of a seed: Philox4x32-10 (Salmon et al., 2011, https://doi.org/10.1145/2063384.2063405), keyed by
 * (seed, path). The same seed gives the same bits on every engine and machine, in every version of the same major.
 *
 * @param seed A safe integer, or a bigint of at most 64 bits; negative seeds count in two's complement, so -1 and 2n ** 64n - 1n are one.
 * @throws TypeError if the seed is neither number nor bigint (nothing is drawn from the clock), or if `threads` are none that `startThreads`
 *   gives; RangeError if the seed does not fit.
 * @example
 * ```ts
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const weight = rng.at('0.weight').uniform(new Float32Array(4), { low: -0.5, high: 0.5 })
 * const again = createRng(42).at('0').at('weight').uniform(new Float32Array(4), { low: -0.5, high: 0.5 })
 * again // => weight
 * createRng(0.5) // throws /safe integer or a bigint/
 * ```
 */
export function createRng(seed: number | bigint, options: RngOptions = {}): Rng {
  return new PhiloxRng(parseSeed(seed), '', threadsOf('createRng', options), 0)
}

/**
 * The stream that `JSON.stringify(rng)` or `rng.toJSON()` described, going on where it stood.
 *
 * @throws TypeError if the state is no object or `threads` are none that `startThreads` gives, RangeError if a member is missing or wrong.
 * @example
 * ```ts
 * import { createRng, rngFromJSON } from '@nn/random'
 * const rng = createRng(42)
 * rng.normal(new Float32Array(3))
 * const copy = rngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.normal(new Float32Array(3)) // => rng.normal(new Float32Array(3))
 * ```
 */
export function rngFromJSON(state: RngState, options: RngOptions = {}): Rng {
  const where = 'rngFromJSON'
  if (typeof state !== 'object' || state === null)
    throw new TypeError(`${where}: expected the object that rng.toJSON() gives, got ${show(state)}`)
  const { algorithm, version, seed, path, call } = state as PhiloxState
  if (algorithm !== ALGORITHM.name || version !== ALGORITHM.version)
    throw new RangeError(
      `${where}: expected algorithm "${ALGORITHM.name}" version ${ALGORITHM.version}, got ${show(algorithm)} version ${show(version)}`,
    )
  if (typeof seed !== 'string' || !/^\d{1,20}$/.test(seed) || BigInt(seed) >= 2n ** 64n)
    throw new RangeError(
      `${where}: expected seed to be the digits of an integer below 2^64, got ${show(seed)}`,
    )
  if (typeof path !== 'string')
    throw new RangeError(`${where}: expected path to be a string, got ${show(path)}`)
  if (typeof call !== 'number')
    throw new RangeError(`${where}: expected call to be an integer, got ${show(call)}`)
  integer(where, 'call', call, 0, MOST_CALLS + 1)
  return new PhiloxRng(BigInt(seed), path, threadsOf(where, options), call)
}
