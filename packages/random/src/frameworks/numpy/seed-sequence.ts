import { checkOptions, integer, mark, message, type OptionNames, show } from '@nn/check'
import { MOST_STREAMS } from '../../stream/seed.ts'
import { checkOut } from '../../stream/targets.ts'
import { SEED_SEQUENCE } from './brands.ts'
import { type Entropy, entropyWords } from './entropy.ts'

const INIT_A = 0x43b0d7e5
const MULT_A = 0x931e8875
const INIT_B = 0x8b51f9dd
const MULT_B = 0x58f38ded
const MIX_LEFT = 0xca01f9dd
const MIX_RIGHT = 0x4973f715

/** Where a sequence stands in its tree. */
export interface SeedSequenceOptions {
  /** Where this sequence stands among the spawned ones. Default `[]`. */
  readonly spawnKey?: readonly number[]
  /** Words of the pool, ≥ 4. Default 4. */
  readonly poolSize?: number
  /** How many children were spawned before. Default 0. */
  readonly nChildrenSpawned?: number
}

const OPTIONS: OptionNames<SeedSequenceOptions> = { spawnKey: true, poolSize: true, nChildrenSpawned: true }

/** A seed sequence as plain data. */
export interface SeedSequenceState {
  /** Decimal digits, or a list of them. */
  readonly entropy: string | readonly string[]
  readonly spawnKey: readonly number[]
  readonly poolSize: number
  readonly nChildrenSpawned: number
}

/**
 * NumPy's `SeedSequence`: hashes a seed into a pool of words, from which the states of generators are made.
 * O'Neill: "Developing a seed_seq alternative", 2015, https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html
 *
 * @throws TypeError if the entropy is no integer or list of integers or an option unknown; RangeError if an integer is negative, or an option out of range.
 * @example
 * ```ts
 * import { SeedSequence } from '@nn/random/numpy'
 * const sequence = new SeedSequence(42)
 * Array.from(sequence.generateState(new Uint32Array(2))) // => [3444837047, 2669555309]
 * sequence.spawn(2).map((child) => child.spawnKey) // => [[0], [1]]
 * ```
 */
export class SeedSequence {
  readonly entropy: Entropy
  readonly spawnKey: readonly number[]
  readonly poolSize: number
  /** @internal */
  readonly pool: Uint32Array
  /** @internal */
  spawned: number

  constructor(entropy: Entropy, options?: SeedSequenceOptions) {
    mark(this, SEED_SEQUENCE)
    const where = 'SeedSequence'
    checkOptions(where, options, OPTIONS)
    const { spawnKey = [], poolSize = 4, nChildrenSpawned = 0 } = options ?? {}
    const words = entropyWords(where, entropy)
    if (!Array.isArray(spawnKey)) throw new TypeError(message(where, 'spawnKey to be a list', show(spawnKey)))
    const keyWords = spawnKey.flatMap((key) => entropyWords(`${where} spawnKey`, key))
    // Each word of the pool is mixed with every other.
    this.poolSize = integer(where, 'poolSize', poolSize, 4, 2 ** 12)
    this.spawned = integer(where, 'nChildrenSpawned', nChildrenSpawned, 0, 2 ** 32)
    this.entropy = entropy
    this.spawnKey = [...spawnKey]
    // Padding keeps a short seed with a spawn key apart from a longer seed.
    if (keyWords.length > 0) while (words.length < poolSize) words.push(0)
    this.pool = mixedPool([...words, ...keyWords], poolSize)
  }

  get nChildrenSpawned(): number {
    return this.spawned
  }

  /**
   * Fills with the words of NumPy's `generate_state(n, dtype)`, always the same ones; 64-bit words take two, low one first.
   *
   * @throws TypeError for another kind of array.
   */
  generateState<T extends Uint32Array | BigUint64Array>(out: T): T {
    checkOut('seedSequence.generateState', out, [Uint32Array, BigUint64Array])
    let hash = INIT_B
    let index = 0
    const next = (): number => {
      let word = this.pool[index++ % this.poolSize]! ^ hash
      hash = Math.imul(hash, MULT_B)
      word = Math.imul(word, hash)
      return (word ^ (word >>> 16)) >>> 0
    }
    if (out instanceof Uint32Array) for (let i = 0; i < out.length; i++) out[i] = next()
    else for (let i = 0; i < out.length; i++) out[i] = BigInt(next()) | (BigInt(next()) << 32n)
    return out
  }

  /**
   * `count` new sequences, independent of this one and of all spawned before; the k-th child ever has k as last key.
   *
   * @throws TypeError or RangeError if `count` is no integer ≥ 0.
   */
  spawn(count: number): SeedSequence[] {
    integer('seedSequence.spawn', 'count', count, 0, Math.min(MOST_STREAMS, 2 ** 32 - this.spawned))
    const { entropy, poolSize, spawnKey } = this
    const first = this.spawned
    this.spawned += count
    return Array.from(
      { length: count },
      (_, k) => new SeedSequence(entropy, { spawnKey: [...spawnKey, first + k], poolSize }),
    )
  }

  /** A sequence with the same state that goes on on its own. */
  clone(): SeedSequence {
    const { entropy, spawnKey, poolSize, nChildrenSpawned } = this
    return new SeedSequence(entropy, { spawnKey, poolSize, nChildrenSpawned })
  }

  toJSON(): SeedSequenceState {
    const { entropy, spawnKey, poolSize, nChildrenSpawned } = this
    const digits = typeof entropy === 'object' ? Array.from(entropy, String) : String(entropy)
    return { entropy: digits, spawnKey, poolSize, nChildrenSpawned }
  }
}

function mixedPool(entropy: readonly number[], size: number): Uint32Array {
  const pool = new Uint32Array(size)
  let hash = INIT_A
  const hashed = (value: number): number => {
    let word = value ^ hash
    hash = Math.imul(hash, MULT_A)
    word = Math.imul(word, hash)
    return word ^ (word >>> 16)
  }
  const mixed = (x: number, y: number): number => {
    const word = Math.imul(MIX_LEFT, x) - Math.imul(MIX_RIGHT, y)
    return word ^ (word >>> 16)
  }
  for (let i = 0; i < size; i++) pool[i] = hashed(entropy[i] ?? 0)
  for (let from = 0; from < size; from++)
    for (let to = 0; to < size; to++) if (from !== to) pool[to] = mixed(pool[to]!, hashed(pool[from]!))
  for (const word of entropy.slice(size))
    for (const [to, before] of pool.entries()) pool[to] = mixed(before, hashed(word))
  return pool
}
