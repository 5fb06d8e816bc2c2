import { finite, integer, message, show } from '@nn/check'
import { Mt19937 } from '../../engines/mt19937.ts'
import { log } from '../../numerics/log.ts'
import { cos, sin } from '../../numerics/sin-cos.ts'
import { integerOf } from '../../numerics/words-of.ts'
import { CheckedRng } from '../../stream/checked-rng.ts'
import type { Rules } from '../../stream/laws.ts'
import type {
  BernoulliOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  UniformOptions,
} from '../../stream/rng.ts'
import { cannotSplit, fromZero, hasNoLaw } from '../../stream/sequential.ts'
import type { PythonRng, PythonState } from './python-rng.ts'
import { type PythonSeed, seedKey } from './seed.ts'

const RULES: Rules = {
  start: fromZero,
  std: (where, std) => finite(where, 'std', std),
  widest: Infinity,
}

/** Every engine has bigints of so many bits. */
const MOST_BITS = 2 ** 20

/** Python's `random.Random`; see `createPythonRng`. */
export class PythonRandom extends CheckedRng implements PythonRng {
  #engine: Mt19937
  #gauss: number | null

  constructor(engine: Mt19937, gauss: number | null = null) {
    super()
    this.#engine = engine
    this.#gauss = gauss
  }

  get rules(): Rules {
    return RULES
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
    integer('rng.getrandbits', 'bits', bits, 0, MOST_BITS)
    return this.#manyBits(bits)
  }

  randint(low: number, high: number): number
  randint(low: bigint, high: bigint): bigint
  randint(low: number | bigint, high: number | bigint): number | bigint {
    const where = 'rng.randint'
    if (typeof low !== 'bigint') integer(where, 'low', low)
    if (typeof high !== 'bigint') integer(where, 'high', high)
    const got = `low ${show(low)} and high ${show(high)}`
    if (typeof low !== typeof high) throw new TypeError(message(where, 'two numbers or two bigints', got))
    if (high < low) throw new RangeError(message(where, 'low <= high', got))
    const value = this.#between(BigInt(low), BigInt(high))
    return typeof low === 'bigint' ? value : Number(value)
  }

  gauss(mean = 0, std = 1): number {
    finite('rng.gauss', 'mean', mean)
    finite('rng.gauss', 'std', std)
    return mean + this.#normal() * std
  }

  shuffle<T>(items: T[]): T[] {
    if (!Array.isArray(items)) throw new TypeError(message('rng.shuffle', 'an array', show(items)))
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#below(i + 1)
      const [last, other] = [items[i], items[j]] as [T, T]
      items[i] = other
      items[j] = last
    }
    return items
  }

  drawBits(out: Uint32Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.#engine.next()
  }

  drawUniform(out: FloatArray, { low, high }: Required<UniformOptions>): void {
    for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * this.random()
  }

  drawNormal(out: FloatArray, { mean, std }: Required<NormalOptions>): void {
    for (let i = 0; i < out.length; i++) out[i] = mean + this.#normal() * std
  }

  drawTruncatedNormal(): never {
    throw hasNoLaw('truncatedNormal', "Python's random")
  }

  drawBernoulli(out: NumericArray, { p }: Required<BernoulliOptions>): void {
    for (let i = 0; i < out.length; i++) out[i] = this.random() < p ? 1 : 0
  }

  drawIntegers(out: NumericArray, { low, high }: Required<IntegersOptions>): void {
    const [first, last] = [BigInt(low), BigInt(high - 1)]
    for (let i = 0; i < out.length; i++) out[i] = Number(this.#between(first, last))
  }

  drawPermutation(out: NumericArray): void {
    out.set(this.shuffle(Array.from(out, (_, i) => i)))
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

  /** Uniform on [low, high]. */
  #between(low: bigint, high: bigint): bigint {
    const count = high - low + 1n
    return low + (count < 2n ** 32n ? BigInt(this.#below(Number(count))) : this.#belowBig(count))
  }

  /** Uniform on [0, count), count < 2³²: draws as many bits as `count` has until one is below it. */
  #below(count: number): number {
    const bits = 32 - Math.clz32(count)
    for (;;) {
      const value = this.#bits(bits)
      if (value < count) return value
    }
  }

  #manyBits(bits: number): bigint {
    return integerOf(
      Array.from({ length: Math.ceil(bits / 32) }, (_, i) => this.#bits(Math.min(32, bits - 32 * i))),
    )
  }

  #belowBig(count: bigint): bigint {
    const bits = count.toString(2).length
    for (;;) {
      const value = this.#manyBits(bits)
      if (value < count) return value
    }
  }
}
