import { type Counter, type Counts, counterOf, type PatternRoom } from './count.ts'
import { READERS, type Reader } from './decode.ts'
import { type FittedLaw, fitLaw } from './fit.ts'
import { type KeptRow, Rows } from './rows.ts'
import { Vectors } from './vectors.ts'

/** Values that a law is fitted to. */
const SAMPLE = 1 << 15

/** What was seen of one tensor. */
export interface Scan extends Counts {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: string
  readonly count: number
  readonly law: FittedLaw
  readonly zeroRows: number
  readonly firstZeroRows: readonly number[]
  readonly rows: number
  readonly kept: readonly KeptRow[]
  /** In how many equal parts every row that was looked at falls; 1 if in none. */
  readonly repeats: number
  readonly isOrthogonal: boolean
}

/** Reads a tensor's bytes as they come, in pieces of whole elements. */
export class Scanner {
  readonly #name: string
  readonly #shape: readonly number[]
  readonly #dtype: string
  readonly #count: number
  readonly #counter: Counter
  readonly #rows: Rows
  readonly #sample: Float32Array
  readonly #vectors: Vectors | undefined
  #at = 0
  #sampled = 0

  constructor(name: string, shape: readonly number[], dtype: string, room: PatternRoom) {
    this.#name = name
    this.#shape = shape
    this.#dtype = dtype
    this.#count = shape.reduce((product, length) => product * length, 1)
    this.#counter = counterOf(dtype, room)
    this.#sample = new Float32Array(Math.min(SAMPLE, this.#count))
    const length = Math.max(1, shape.at(-1) ?? 1)
    const rows = this.#count / length
    this.#rows = new Rows(length, widthOf(dtype))
    // Of more than two axes the last is that of columns: experts, kernels of convolutions.
    this.#vectors =
      shape.length > 1 && rows > 1 && length > 1 ? new Vectors(rows, length, shape.length === 2) : undefined
  }

  /** The next bytes: whole elements, aligned to four bytes. */
  feed(bytes: Uint8Array): void {
    const count = bytes.length / widthOf(this.#dtype)
    const read = readerOf(this.#dtype, bytes)
    this.#counter.feed(bytes)
    this.#rows.feed(bytes)
    this.#pick(read, this.#at + count)
    this.#vectors?.feed(read, this.#at, count)
    this.#at += count
  }

  /** Takes the values at even distances. */
  #pick(read: Reader, end: number): void {
    const sample = this.#sample
    const step = this.#count / sample.length
    for (; this.#sampled < sample.length; this.#sampled++) {
      const next = Math.floor(this.#sampled * step)
      if (next >= end) return
      sample[this.#sampled] = read(next - this.#at)
    }
  }

  /** What was seen, after the last byte. */
  finish(): Scan {
    const counts = this.#counter.finish()
    const isConstant = counts.low === counts.high
    const sample = counts.nonFinite > 0 ? this.#sample.filter(Number.isFinite) : this.#sample
    const count = this.#count
    const { zeroRows, firstZeroRows, count: rows, kept } = this.#rows
    return {
      ...{ name: this.#name, shape: this.#shape, dtype: this.#dtype, count, ...counts },
      law: fitLaw({ ...counts, count, sample }),
      ...{ zeroRows, firstZeroRows, rows, kept },
      repeats: isConstant ? 1 : (this.#vectors?.repeats() ?? 1),
      isOrthogonal: !isConstant && (this.#vectors?.areOrthogonal() ?? false),
    }
  }
}

function widthOf(dtype: string): 2 | 4 {
  return READERS[dtype]?.[0] ?? 4
}

function readerOf(dtype: string, bytes: Uint8Array): Reader {
  const reader = READERS[dtype]?.[1]
  return reader === undefined ? () => Number.NaN : reader(bytes)
}
