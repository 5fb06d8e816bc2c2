/** Smallest hashes that a sketch keeps: tensors that have rows in common have some of these in common. */
const KEPT = 64

/** Rows below this length are no evidence when they are equal. */
const SHORTEST = 16

/** A row that was kept for comparisons. */
export interface KeptRow {
  readonly hash: number
  readonly row: number
}

/**
 * The rows of a tensor, hashed as they stream by: which are zero, which of them repeat themselves in halves, and the rows with the smallest
 * hashes. Equal rows have equal hashes wherever they stand, so equal slices of two tensors are found by these few (bottom-k sketches: Cohen,
 * Kaplan 2007, https://doi.org/10.1145/1281100.1281133).
 */
export class Rows {
  readonly length: number
  /** Rows of zeros: their number and the first few. */
  zeroRows = 0
  readonly firstZeroRows: number[] = []
  #one = 0x811c9dc5 | 0
  #two = 0x9747b28c | 0
  #any = 0
  readonly #sign: number
  #at = 0
  #row = 0
  #kept: KeptRow[] = []
  #worst = Number.POSITIVE_INFINITY

  /** The row's length in words: of 32 bits where rows are whole ones, else of 16. */
  readonly #words: number
  readonly #isWide: boolean

  constructor(length: number, width: 2 | 4) {
    this.length = length
    this.#isWide = (length * width) % 4 === 0
    this.#words = (length * width) / (this.#isWide ? 4 : 2)
    this.#sign = width === 4 ? 0x7fffffff : 0x7fff7fff
  }

  /** The rows with the smallest hashes, least first; zero rows are not among them. */
  get kept(): readonly KeptRow[] {
    return this.#prune()
  }

  /** How many rows went by. */
  get count(): number {
    return this.#row
  }

  /** Takes whole elements. */
  feed({ buffer, byteOffset, length }: Uint8Array): void {
    if (this.#isWide) this.#hash(new Int32Array(buffer, byteOffset, length >> 2))
    else this.#hash(new Uint16Array(buffer, byteOffset, length >> 1))
  }

  #hash(words: Uint16Array | Int32Array): void {
    for (let at = 0; at < words.length; ) {
      const end = Math.min(words.length, at + this.#words - this.#at)
      let [one, two, any] = [this.#one, this.#two, this.#any]
      for (let i = at; i < end; i++) {
        const word = words[i]!
        one = Math.imul(one ^ word, 0x01000193)
        two = Math.imul(two ^ (two >>> 15) ^ word, 0x85ebca6b)
        any |= word
      }
      ;[this.#one, this.#two, this.#any] = [one, two, any & this.#sign]
      this.#at += end - at
      at = end
      if (this.#at === this.#words) this.#finish()
    }
  }

  #finish(): void {
    const row = this.#row++
    if (this.#any === 0) {
      if (this.zeroRows++ < 8) this.firstZeroRows.push(row)
    } else if (this.length >= SHORTEST)
      this.#keep((mixed(this.#one) >>> 0) * 2 ** 20 + (mixed(this.#two) >>> 12), row)
    ;[this.#one, this.#two, this.#any, this.#at] = [0x811c9dc5 | 0, 0x9747b28c | 0, 0, 0]
  }

  #keep(hash: number, row: number): void {
    if (hash > this.#worst) return
    this.#kept.push({ hash, row })
    if (this.#kept.length >= 4 * KEPT) this.#prune()
  }

  #prune(): KeptRow[] {
    this.#kept.sort((a, b) => a.hash - b.hash || a.row - b.row)
    this.#kept = this.#kept.slice(0, KEPT)
    if (this.#kept.length === KEPT) this.#worst = this.#kept[KEPT - 1]?.hash ?? this.#worst
    return this.#kept
  }
}

function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x7feb352d)
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b)
  return hash ^ (hash >>> 16)
}
