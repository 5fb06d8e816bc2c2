import type { BitGenerator } from '../bit-generator.ts'

const CHUNK = 1024

/**
 * Words of a bit generator, drawn by chunks and never more than are used: whoever refills says how many elements are
 * still to be made, each of which takes at least one word.
 */
export class Words {
  readonly words: Uint32Array = new Uint32Array(2 * CHUNK)
  at = 0
  end = 0
  readonly #source: BitGenerator

  constructor(source: BitGenerator) {
    this.#source = source
  }

  /** The next 32-bit word, when `left` elements are still to be made. */
  next32(left: number): number {
    if (this.at === this.end) this.refill32(left)
    return this.words[this.at++]!
  }

  refill32(left: number): void {
    this.end = Math.min(2 * CHUNK, left)
    this.at = 0
    this.#source.fill32(this.words, this.end)
  }

  /** 64-bit words as pairs (low, high). */
  refill64(left: number): void {
    const count = Math.min(CHUNK, left)
    this.end = 2 * count
    this.at = 0
    this.#source.fill64(this.words, count)
  }

  /** The next double of [0, 1), when `left` elements are still to be made. */
  nextDouble(left: number): number {
    if (this.at === this.end) this.refill64(left)
    this.at += 2
    return this.#source.toDouble(this.words[this.at - 1]!, this.words[this.at - 2]!)
  }

  /** The next float32 of [0, 1): 24 bits of a word. */
  nextSingle(left: number): number {
    return (this.next32(left) >>> 8) * 2 ** -24
  }
}
