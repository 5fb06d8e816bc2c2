import { integer } from '@nn/check'
import { philox4x64, philoxRoundKeys64 } from '../../engines/philox4x64.ts'
import { type Seed, seedSequenceOf } from './bit-generator.ts'
import { digitsOfList, limbsOfList } from './limbs.ts'
import type { SeedSequence } from './seed-sequence.ts'
import type { BitGeneratorState } from './state.ts'
import { type Engine64, WordGenerator } from './word-generator.ts'

/** Philox4x64 as a sequence: the counter goes up before each block of four words. */
class PhiloxSequence implements Engine64 {
  readonly key: Uint32Array
  readonly #roundKeys: Uint32Array
  readonly counter: Uint32Array
  readonly block: Uint32Array
  /** How many words of the block are drawn. */
  position: number

  constructor(
    key: Uint32Array,
    counter: Uint32Array = new Uint32Array(8),
    block: Uint32Array = new Uint32Array(8),
    position = 4,
  ) {
    this.key = key
    this.#roundKeys = philoxRoundKeys64(key)
    this.counter = counter
    this.block = block
    this.position = position
  }

  fill(out: Uint32Array, first: number, count: number): void {
    const { block } = this
    for (let k = first; k < first + 2 * count; k += 2) {
      if (this.position === 4) this.#advance()
      out[k] = block[2 * this.position]!
      out[k + 1] = block[2 * this.position + 1]!
      this.position++
    }
  }

  #advance(): void {
    const { counter } = this
    for (let i = 0; i < 8; i++) {
      counter[i]!++
      if (counter[i] !== 0) break
    }
    philox4x64(counter, this.#roundKeys, this.block)
    this.position = 0
  }
}

/**
 * NumPy's Philox (4x64-10), keyed by a seed or seed sequence, counter 0 at first.
 *
 * @throws TypeError or RangeError for a seed that `SeedSequence` does not take.
 * @see Salmon et al., 2011, https://doi.org/10.1145/2063384.2063405
 * @example
 * ```ts
 * import { Philox } from '@nn/random/numpy'
 * new Philox(42).randomRaw(new BigUint64Array(1)) // => BigUint64Array.of(1587852024645073290n)
 * ```
 */
export class Philox extends WordGenerator {
  readonly name = 'Philox'
  /** @internal */
  engine: PhiloxSequence

  constructor(seed: Seed) {
    const sequence = seedSequenceOf('Philox', seed)
    super(sequence)
    this.engine = new PhiloxSequence(sequence.generateState(new Uint32Array(4)))
  }

  /** @internal */
  seeded(sequence: SeedSequence): Philox {
    return new Philox(sequence)
  }

  /** @internal */
  engineState(): Pick<BitGeneratorState, 'state' | 'buffer' | 'buffer_pos'> {
    const { counter, key, block, position } = this.engine
    return {
      state: { counter: digitsOfList(counter), key: digitsOfList(key) },
      buffer: digitsOfList(block),
      buffer_pos: position,
    }
  }

  /** @internal */
  parseEngine(where: string, { state, buffer, buffer_pos }: BitGeneratorState): PhiloxSequence {
    return new PhiloxSequence(
      limbsOfList(where, 'state.key', state.key, 2),
      limbsOfList(where, 'state.counter', state.counter, 4),
      limbsOfList(where, 'buffer', buffer, 4),
      integer(where, 'buffer_pos', buffer_pos, 0, 4),
    )
  }
}
