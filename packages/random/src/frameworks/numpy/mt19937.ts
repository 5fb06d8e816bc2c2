import { message, show } from '@nn/check'
import { Mt19937 } from '../../engines/mt19937.ts'
import { checkOut } from '../../stream/targets.ts'
import { mersenneOf } from '../mersenne.ts'
import { BitGenerator, type Seed, seedSequenceOf } from './bit-generator.ts'
import { isList } from './entropy.ts'
import type { SeedSequence } from './seed-sequence.ts'
import { type BitGeneratorState, parseState } from './state.ts'

const N = 624

/**
 * NumPy's MT19937, seeded by a seed or seed sequence (not as `RandomState`, which seeds in the older ways).
 *
 * @throws TypeError or RangeError for a seed that `SeedSequence` does not take.
 * @see Matsumoto, Nishimura, 1998, https://doi.org/10.1145/272991.272995
 * @example
 * ```ts
 * import { MT19937 } from '@nn/random/numpy'
 * new MT19937(42).randomRaw(new BigUint64Array(1)) // => BigUint64Array.of(2327846034n)
 * ```
 */
export class MT19937 extends BitGenerator {
  readonly name = 'MT19937'
  /** @internal */
  engine: Mt19937

  constructor(seed: Seed)
  /** @internal */
  constructor(seed: Seed | Mt19937)
  constructor(seed: Seed | Mt19937) {
    const made = seed instanceof Mt19937 ? { engine: seed, sequence: undefined } : seeded(seed)
    super(made.sequence)
    this.engine = made.engine
  }

  /** @internal */
  fill32(out: Uint32Array, count: number): void {
    const engine = this.engine
    for (let at = 0; at < count; ) {
      if (engine.position === N) engine.refill()
      const taken = Math.min(count - at, N - engine.position)
      out.set(engine.words.subarray(engine.position, engine.position + taken), at)
      engine.position += taken
      at += taken
    }
  }

  /**
   * Writes 64-bit words as pairs (low, high), each of two 32-bit words, the high one first.
   *
   * @internal
   */
  fill64(out: Uint32Array, count: number): void {
    this.fill32(out, 2 * count)
    for (let i = 0; i < 2 * count; i += 2) {
      const high = out[i]!
      out[i] = out[i + 1]!
      out[i + 1] = high
    }
  }

  /**
   * 27 bits of the first word and 26 of the second.
   *
   * @internal
   */
  toDouble(high: number, low: number): number {
    return ((high >>> 5) * 2 ** 26 + (low >>> 6)) * 2 ** -53
  }

  override randomRaw(out: BigUint64Array): BigUint64Array {
    checkOut('bitGenerator.randomRaw', out, [BigUint64Array])
    const words = new Uint32Array(out.length)
    this.fill32(words, out.length)
    for (const [i, word] of words.entries()) out[i] = BigInt(word)
    return out
  }

  get state(): BitGeneratorState {
    const { state, position } = this.engine
    return { bit_generator: this.name, state: { key: Array.from(state), pos: position } }
  }

  set state(value: BitGeneratorState) {
    const where = 'MT19937.state'
    const { key, pos } = parseState(this.name, value).state
    if (!isList(key)) throw new RangeError(message(where, 'state.key to be a list', show(key)))
    this.engine = mersenneOf(where, Array.from(key), pos)
  }

  clone(): MT19937 {
    const copy = new MT19937(this.seedSequence?.clone() ?? this.engine.clone())
    copy.engine = this.engine.clone()
    return copy
  }

  /** @internal */
  seeded(sequence: SeedSequence): MT19937 {
    return new MT19937(sequence)
  }
}

/** NumPy sets the position to the last word, so the first word drawn is that of the state before any twist. */
function seeded(seed: Seed): { engine: Mt19937; sequence: SeedSequence } {
  const sequence = seedSequenceOf('MT19937', seed)
  const key = sequence.generateState(new Uint32Array(N))
  key[0] = 0x80000000
  return { engine: new Mt19937(key, N - 1), sequence }
}
