import { checkOptions, integer, message, type OptionNames, show } from '@nn/check'
import type { PhiloxKey } from '../engines/philox4x32.ts'
import { CheckedRng } from '../stream/checked-rng.ts'
import type { Rules } from '../stream/laws.ts'
import { pathBelow } from '../stream/path.ts'
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
import { MOST_STREAMS, seedOf as numberOf, type Seeds } from '../stream/seed.ts'
import { digitsOf, openState } from '../stream/state.ts'
import { deriveKey, type Seed, seedOf } from './key.ts'
import { fillBernoulli } from './laws/bernoulli.ts'
import { fillBits } from './laws/bits.ts'
import { fillIntegers } from './laws/integers.ts'
import { fillNormal } from './laws/normal.ts'
import { fillPermutation } from './laws/permutation.ts'
import { fillTruncatedNormal } from './laws/truncated-normal.ts'
import { fillUniform } from './laws/uniform.ts'
import { type FillingThreads, type Threads, threadsOf } from './words/threads.ts'
import type { WordSource } from './words/word-source.ts'

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

/** A law over the words of a fill. */
type Fill<T, L> = (source: WordSource, out: T, law: L) => void

const RULES: Rules = { widest: 2 ** 53 }

/** The default stream: Philox4x32-10 keyed by (seed, path), one counter range for each fill. */
class PhiloxRng extends CheckedRng {
  readonly #seed: Seed
  readonly #path: string
  readonly #threads: FillingThreads | undefined
  #call: number
  #key: PhiloxKey | undefined

  constructor(seed: Seed, path: string, threads: FillingThreads | undefined, call = 0) {
    super()
    this.#seed = seed
    this.#path = path
    this.#threads = threads
    this.#call = call
  }

  get rules(): Rules {
    return RULES
  }

  at(path: string | number): Rng {
    return new PhiloxRng(this.#seed, pathBelow(this.#path, path), this.#threads)
  }

  split(count: number): Rng[] {
    integer('rng.split', 'count', count, 0, MOST_STREAMS)
    const call = this.#next().call
    this.#call++
    return Array.from({ length: count }, (_, i) => this.at(`~${call}:${i}`))
  }

  clone(): Rng {
    const copy = new PhiloxRng(this.#seed, this.#path, this.#threads, this.#call)
    copy.#key = this.#key
    return copy
  }

  toJSON(): PhiloxState {
    return {
      algorithm: ALGORITHM,
      version: 1,
      seed: String(this.#seed.value),
      path: this.#path,
      call: this.#call,
    }
  }

  drawBits(out: Uint32Array, law: Required<FillOptions>): void {
    this.#draw(fillBits, out, law)
  }

  drawUniform(out: FloatArray, law: Required<UniformOptions>): void {
    this.#draw(fillUniform, out, law)
  }

  drawNormal(out: FloatArray, law: Required<NormalOptions>): void {
    this.#draw(fillNormal, out, law)
  }

  drawTruncatedNormal(out: FloatArray, law: Required<TruncatedNormalOptions>): void {
    this.#draw(fillTruncatedNormal, out, law)
  }

  drawBernoulli(out: NumericArray, law: Required<BernoulliOptions>): void {
    this.#draw(fillBernoulli, out, law)
  }

  drawIntegers(out: NumericArray, law: Required<IntegersOptions>): void {
    this.#draw(fillIntegers, out, law)
  }

  drawPermutation(out: NumericArray): void {
    this.#draw(fillPermutation, out, undefined)
  }

  /** Runs one fill; the stream moves on only when it succeeds. */
  #draw<T, L>(fill: Fill<T, L>, out: T, law: L): void {
    fill(this.#next(), out, law)
    this.#call++
  }

  #next(): WordSource {
    if (this.#call > MOST_CALLS)
      throw new RangeError(
        message('rng', 'at most 2^32 fills of one stream', 'one more', 'take a new one with rng.at(path)'),
      )
    this.#key ??= deriveKey(this.#seed, this.#path)
    return { key: this.#key, call: this.#call, threads: this.#threads }
  }
}

const ALGORITHM = 'philox4x32-10'
const SEEDS: Seeds = { least: -(2n ** 63n), most: 2n ** 64n - 1n, cure: 'try createRng(42)' }

/** How a stream makes its values, which does not change them. */
export interface RngOptions {
  /** Threads that fill large float32 arrays of this stream and of all below it: `startThreads(2)`. Default: this one alone. */
  readonly threads?: Threads
}

const OPTIONS: OptionNames<RngOptions> = { threads: true }

function openOptions(where: string, options: RngOptions | undefined): FillingThreads | undefined {
  checkOptions(where, options, OPTIONS)
  return threadsOf(where, options?.threads)
}

/**
 * The root stream of a seed: Philox4x32-10 (Salmon et al., 2011, https://doi.org/10.1145/2063384.2063405), keyed by
 * (seed, path). The same seed gives the same bits on every engine and machine, in every version of the same major.
 *
 * @param seed A safe integer, or a bigint of at most 64 bits; negative seeds count in two's complement, so -1 and 2n ** 64n - 1n are one.
 * @throws TypeError if the seed is neither number nor bigint (nothing is drawn from the clock), if an option is unknown or if `threads`
 *   are none that `startThreads` gives; RangeError if the seed is no safe integer or does not fit.
 * @example
 * ```ts
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const weight = rng.at('0.weight').uniform(new Float32Array(4), { low: -0.5, high: 0.5 })
 * const again = createRng(42).at('0').at('weight').uniform(new Float32Array(4), { low: -0.5, high: 0.5 })
 * again // => weight
 * createRng(0.5) // throws /safe integer or a bigint/
 * rng.normal(new Float32Array(4), { stddev: 0.01 } as never) // throws /did you mean "std"/
 * ```
 */
export function createRng(seed: number | bigint, options?: RngOptions): Rng {
  const where = 'createRng'
  const value = BigInt.asUintN(64, numberOf(where, seed, SEEDS))
  return new PhiloxRng(seedOf(value), '', openOptions(where, options))
}

/**
 * The stream that `JSON.stringify(rng)` or `rng.toJSON()` described, going on where it stood.
 *
 * @throws TypeError if the state is no object, an option is unknown or `threads` are none that `startThreads` gives; RangeError if a
 *   member of the state is missing or wrong.
 * @example
 * ```ts
 * import { createRng, rngFromJSON } from '@nn/random'
 * const rng = createRng(42)
 * rng.normal(new Float32Array(3))
 * const copy = rngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.normal(new Float32Array(3)) // => rng.normal(new Float32Array(3))
 * ```
 */
export function rngFromJSON(state: RngState, options?: RngOptions): Rng {
  const where = 'rngFromJSON'
  const threads = openOptions(where, options)
  const { seed, path, call } = openState<PhiloxState>(where, state, ALGORITHM)
  const number = digitsOf(where, 'seed', seed, [0n, 2n ** 64n - 1n])
  if (typeof path !== 'string') throw new RangeError(message(where, 'path to be a string', show(path)))
  return new PhiloxRng(seedOf(number), path, threads, callOf(where, call))
}

/** How many fills a stream has made; after the last one it has no more. */
function callOf(where: string, call: unknown): number {
  return integer(where, 'call', call, 0, MOST_CALLS + 1)
}
