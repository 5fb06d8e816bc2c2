import { mark, message } from '@nn/check'
import { checkOut } from '../../stream/targets.ts'
import { BIT_GENERATOR, isSeedSequence } from './brands.ts'
import { type Entropy, entropyWords } from './entropy.ts'
import { SeedSequence } from './seed-sequence.ts'
import type { BitGeneratorName, BitGeneratorState } from './state.ts'

/** What a bit generator is seeded by. */
export type Seed = Entropy | SeedSequence

/** The seed sequence of a seed. */
export function seedSequenceOf(where: string, seed: Seed): SeedSequence {
  if (isSeedSequence(seed)) return seed
  entropyWords(where, seed)
  return new SeedSequence(seed)
}

/**
 * A source of words with NumPy's ways of drawing 64 bits, 32 bits and a double; base of PCG64, PCG64DXSM, Philox, SFC64
 * and MT19937. Its `state` is NumPy's dictionary, to read and to write.
 *
 * @see https://numpy.org/doc/stable/reference/random/bit_generators/index.html
 * @example
 * ```ts
 * import { BitGenerator, createNumpyRng } from '@nn/random/numpy'
 * const rng = createNumpyRng(42)
 * rng.bitGenerator instanceof BitGenerator // => true
 * const before = rng.bitGenerator.state
 * const first = rng.random(new Float64Array(2))
 * rng.bitGenerator.state = before
 * rng.random(new Float64Array(2)) // => first
 * ```
 */
export abstract class BitGenerator {
  abstract readonly name: BitGeneratorName
  /** Where the children of `spawn` come from; undefined when the state was not made by one. */
  readonly seedSequence: SeedSequence | undefined

  constructor(seedSequence: SeedSequence | undefined) {
    mark(this, BIT_GENERATOR)
    this.seedSequence = seedSequence
  }

  /**
   * Writes `count` 64-bit words as pairs (low, high) from `out[0]` on.
   *
   * @internal
   */
  abstract fill64(out: Uint32Array, count: number): void
  /**
   * Writes `count` 32-bit words from `out[0]` on.
   *
   * @internal
   */
  abstract fill32(out: Uint32Array, count: number): void
  /**
   * The double of [0, 1) that a 64-bit word makes.
   *
   * @internal
   */
  abstract toDouble(high: number, low: number): number
  /** NumPy's dictionary of the state. */
  abstract get state(): BitGeneratorState
  abstract set state(state: BitGeneratorState)
  /**
   * A bit generator of the same kind, from a seed sequence.
   *
   * @internal
   */
  abstract seeded(sequence: SeedSequence): BitGenerator

  /** Fills with NumPy's `random_raw`: 64-bit words, or MT19937's 32-bit ones. */
  randomRaw(out: BigUint64Array): BigUint64Array {
    checkOut('bitGenerator.randomRaw', out, [BigUint64Array])
    const words = new Uint32Array(2)
    for (let i = 0; i < out.length; i++) {
      this.fill64(words, 1)
      out[i] = (BigInt(words[1]!) << 32n) | BigInt(words[0]!)
    }
    return out
  }

  /**
   * `count` new bit generators, seeded by the children of the seed sequence.
   *
   * @throws TypeError or RangeError if `count` is no integer ≥ 0, Error if the bit generator has no seed sequence.
   */
  spawn(count: number): BitGenerator[] {
    const where = 'bitGenerator.spawn'
    if (!this.seedSequence) {
      const got = 'one made by a state or a legacy seed'
      const cure = 'make it with createNumpyRng(seed)'
      throw new Error(message(where, 'a bit generator made by a SeedSequence', got, cure))
    }
    return this.seedSequence.spawn(count).map((sequence) => this.seeded(sequence))
  }

  /** A bit generator that goes on from the same state on its own. */
  abstract clone(): BitGenerator
}
