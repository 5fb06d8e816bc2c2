import { Mt19937 } from '../../engines/mt19937.ts'
import { log } from '../../numerics/log.ts'
import { cos, sin } from '../../numerics/sin-cos.ts'
import { FLOATS, finite, instance, integer, NUMBERS, ordered, show } from '../../stream/check.ts'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  Rng,
  RngState,
  UniformOptions,
} from '../../stream/rng.ts'
import { cannotSplit, fromZero } from '../../stream/sequential.ts'
import { type PythonSeed, seedKey } from './seed.ts'

/** The state of Python's stream, in the form of `random.getstate()`. */
export interface PythonState extends RngState {
  readonly algorithm: 'python-random'
  readonly version: 1
  /** 3, the 624 words and the position in them, the normal that `gauss` keeps. */
  readonly state: readonly [3, readonly number[], number | null]
}

const WORDS = 624

/** Python's `random.Random`; see `createPythonRng`. */
class PythonRandom implements PythonRng {
  #engine: Mt19937
  #gauss: number | null

  constructor(engine: Mt19937, gauss: number | null = null) {
    this.#engine = engine
    this.#gauss = gauss
  }

  seed(seed: PythonSeed): this {
    this.#engine = Mt19937.keyed(seedKey('rng.seed', seed))
    this.#gauss = null
    return this
  }

  random(): number {
    const high = this.#engine.next() >>> 5
    return (high * 67108864 + (this.#engine.next() >>> 6)) / 9007199254740992
  }

  getrandbits(bits: number): bigint {
    integer('rng.getrandbits', 'bits', bits, 0, Number.MAX_SAFE_INTEGER)
    let value = 0n
    for (let at = 0; at < bits; at += 32) value |= BigInt(this.#bits(Math.min(32, bits - at))) << BigInt(at)
    return value
  }

  randint<T extends number | bigint>(low: T, high: T): T {
    const where = 'rng.randint'
    for (const [name, value] of Object.entries({ low, high }))
      if (typeof value !== 'bigint')
        integer(where, name, value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    if (typeof low !== typeof high)
      throw new TypeError(`${where}: expected two numbers or two bigints, got ${show(low)} and ${show(high)}`)
    if (high < low)
      throw new RangeError(`${where}: expected low <= high, got low ${show(low)} and high ${show(high)}`)
    const count = BigInt(high) - BigInt(low) + 1n
    const offset = count < 2n ** 32n ? BigInt(this.#below(Number(count))) : this.#belowBig(count)
    const value = BigInt(low) + offset
    return (typeof low === 'bigint' ? value : Number(value)) as T
  }

  gauss(mean = 0, std = 1): number {
    finite('rng.gauss', 'mean', mean)
    finite('rng.gauss', 'std', std)
    return mean + this.#normal() * std
  }

  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#below(i + 1)
      const item = items[i]!
      items[i] = items[j]!
      items[j] = item
    }
    return items
  }

  bits(out: Uint32Array, options: FillOptions = {}): Uint32Array {
    instance('rng.bits', out, [Uint32Array])
    fromZero('rng.bits', options.start)
    for (let i = 0; i < out.length; i++) out[i] = this.#engine.next()
    return out
  }

  uniform<T extends FloatArray>(out: T, options: UniformOptions = {}): T {
    const where = 'rng.uniform'
    instance(where, out, FLOATS)
    const { low = 0, high = 1, start } = options
    fromZero(where, start)
    ordered(where, finite(where, 'low', low), finite(where, 'high', high))
    for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * this.random()
    return out
  }

  normal<T extends FloatArray>(out: T, options: NormalOptions = {}): T {
    const where = 'rng.normal'
    instance(where, out, FLOATS)
    const { mean = 0, std = 1, start } = options
    fromZero(where, start)
    finite(where, 'mean', mean)
    finite(where, 'std', std)
    for (let i = 0; i < out.length; i++) out[i] = mean + this.#normal() * std
    return out
  }

  truncatedNormal(): never {
    throw new Error(
      "rng.truncatedNormal: expected a stream with this law, got Python's random, which has none; use createRng",
    )
  }

  bernoulli<T extends NumericArray>(out: T, options: BernoulliOptions = {}): T {
    const where = 'rng.bernoulli'
    instance(where, out, NUMBERS)
    const { p = 0.5, start } = options
    fromZero(where, start)
    if (!(finite(where, 'p', p) >= 0 && p <= 1))
      throw new RangeError(`${where}: expected p of [0, 1], got ${p}`)
    for (let i = 0; i < out.length; i++) out[i] = this.random() < p ? 1 : 0
    return out
  }

  integers<T extends NumericArray>(out: T, options: IntegersOptions): T {
    const where = 'rng.integers'
    instance(where, out, NUMBERS)
    const { low = 0, high, start } = options
    fromZero(where, start)
    integer(where, 'low', low, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    integer(where, 'high', high, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    ordered(where, low, high)
    for (let i = 0; i < out.length; i++) out[i] = this.randint(low, high - 1)
    return out
  }

  permutation<T extends NumericArray>(out: T): T {
    instance('rng.permutation', out, NUMBERS)
    const order = Array.from(out, (_, i) => i)
    out.set(this.shuffle(order))
    return out
  }

  at(_path: string | number): this {
    return this
  }

  split(_count: number): never {
    throw cannotSplit('Python', 'seed one createPythonRng for each stream')
  }

  clone(): PythonRng {
    return new PythonRandom(this.#engine.clone(), this.#gauss)
  }

  toJSON(): PythonState {
    const { state, position } = this.#engine
    return { algorithm: 'python-random', version: 1, state: [3, [...state, position], this.#gauss] }
  }

  #normal(): number {
    const kept = this.#gauss
    this.#gauss = null
    if (kept !== null) return kept
    const angle = this.random() * (2 * Math.PI)
    const radius = Math.sqrt(-2 * log(1 - this.random()))
    this.#gauss = sin(angle) * radius
    return cos(angle) * radius
  }

  /** `bits` random bits, 1 to 32: the upper ones of a word. */
  #bits(bits: number): number {
    return this.#engine.next() >>> (32 - bits)
  }

  /** Uniform on [0, count), count < 2³²: draws as many bits as `count` has until one is below it. */
  #below(count: number): number {
    const bits = 32 - Math.clz32(count)
    for (;;) {
      const value = this.#bits(bits)
      if (value < count) return value
    }
  }

  #belowBig(count: bigint): bigint {
    const bits = count.toString(2).length
    for (;;) {
      const value = this.getrandbits(bits)
      if (value < count) return value
    }
  }
}

/** The stream of Python's `random` module: one sequence, which every draw moves on. */
export interface PythonRng extends Rng {
  /** Starts again from another seed; a kept normal is dropped. */
  seed(seed: PythonSeed): this
  /** U[0, 1) on a grid of 2⁻⁵³: `random.random()`. */
  random(): number
  /** Uniform on [0, 2^bits): `random.getrandbits(bits)`. */
  getrandbits(bits: number): bigint
  /** Uniform integer of [low, high], both ends included: `random.randint(low, high)`. */
  randint<T extends number | bigint>(low: T, high: T): T
  /** N(mean, std²): `random.gauss(mean, std)`; two normals come at once and the second is kept. */
  gauss(mean?: number, std?: number): number
  /** Permutes the array in place: `random.shuffle(items)`. */
  shuffle<T>(items: T[]): T[]
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
 * @throws TypeError if the state is no object, RangeError if a member is missing or wrong.
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
  if (typeof json !== 'object' || json === null)
    throw new TypeError(`${where}: expected the object that rng.toJSON() gives, got ${show(json)}`)
  const { algorithm, version, state } = json as PythonState
  if (algorithm !== 'python-random' || version !== 1)
    throw new RangeError(
      `${where}: expected algorithm "python-random" version 1, got ${show(algorithm)} version ${show(version)}`,
    )
  const [kind, words, gauss] = Array.isArray(state) ? state : []
  if (kind !== 3 || !Array.isArray(words) || words.length !== WORDS + 1)
    throw new RangeError(`${where}: expected state to be [3, 625 integers, gauss] as random.getstate() gives`)
  words.forEach((word, i) => {
    integer(where, `word ${i}`, word, 0, i < WORDS ? 2 ** 32 - 1 : WORDS)
  })
  if (gauss !== null) finite(where, 'gauss', gauss)
  return new PythonRandom(new Mt19937(Uint32Array.from(words.slice(0, WORDS)), words[WORDS]), gauss)
}
