import { BitGenerator } from './bit-generator.ts'
import type { SeedSequence } from './seed-sequence.ts'
import { type BitGeneratorState, parseHalf, parseState } from './state.ts'

/** A raw engine of 64-bit words. */
export interface Engine64 {
  fill(out: Uint32Array, first: number, count: number): void
}

/** A bit generator over an engine of 64-bit words: 32-bit words are its halves, low one first; the other one is kept. */
export abstract class WordGenerator extends BitGenerator {
  /** @internal */
  abstract engine: Engine64
  /** @internal */
  hasHalf = false
  /**
   * The other half; NumPy keeps its value in the state after it is drawn.
   *
   * @internal
   */
  half = 0

  declare readonly seedSequence: SeedSequence

  /** @internal */
  fill64(out: Uint32Array, count: number): void {
    this.engine.fill(out, 0, count)
  }

  /** @internal */
  fill32(out: Uint32Array, count: number): void {
    if (count <= 0) return
    let at = 0
    if (this.hasHalf) out[at++] = this.half
    const pairs = (count - at) >> 1
    this.engine.fill(out, at, pairs)
    at += 2 * pairs
    if (pairs > 0) this.half = out[at - 1]!
    this.hasHalf = at < count
    if (!this.hasHalf) return
    const pair = new Uint32Array(2)
    this.engine.fill(pair, 0, 1)
    out[at] = pair[0]!
    this.half = pair[1]!
  }

  /**
   * The upper 53 bits.
   *
   * @internal
   */
  toDouble(high: number, low: number): number {
    return (high * 2 ** 21 + (low >>> 11)) * 2 ** -53
  }

  get state(): BitGeneratorState {
    return {
      bit_generator: this.name,
      ...this.engineState(),
      has_uint32: this.hasHalf ? 1 : 0,
      uinteger: this.half,
    }
  }

  set state(value: BitGeneratorState) {
    const state = parseState(this.name, value)
    const [hasHalf, half] = parseHalf(`${this.name}.state`, state)
    this.engine = this.parseEngine(`${this.name}.state`, state)
    this.hasHalf = hasHalf
    this.half = half
  }

  clone(): BitGenerator {
    const copy = this.seeded(this.seedSequence.clone())
    copy.state = this.state
    return copy
  }

  /** @internal */
  abstract engineState(): Pick<BitGeneratorState, 'state' | 'buffer' | 'buffer_pos'>
  /** @internal */
  abstract parseEngine(where: string, state: BitGeneratorState): Engine64
}
