import type { Reader } from './decode.ts'

/** Rows or columns that are held against each other. */
const COUNT = 16

/** Some rows of a matrix, and where it is taller than wide some columns. */
export class Vectors {
  readonly #length: number
  readonly #rows: ReadonlyMap<number, Float32Array>
  readonly #columns: readonly Float32Array[]
  readonly #isMatrix: boolean

  /** @param isMatrix Whether columns are vectors, too. */
  constructor(rows: number, length: number, isMatrix: boolean) {
    this.#length = length
    this.#isMatrix = isMatrix
    const count = Math.min(COUNT, rows)
    const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count))
    this.#rows = new Map(chosen.map((row) => [row, new Float32Array(length)]))
    const columns = isMatrix && rows > length ? Math.min(COUNT, length) : 0
    this.#columns = Array.from({ length: columns }, () => new Float32Array(rows))
  }

  /** Takes `count` elements from `first` on. */
  feed(read: Reader, first: number, count: number): void {
    const [length, last] = [this.#length, first + count]
    for (const [row, kept] of this.#rows) {
      const to = Math.min(last, (row + 1) * length)
      for (let i = Math.max(first, row * length); i < to; i++) kept[i - row * length] = read(i - first)
    }
    for (const [column, kept] of this.#columns.entries()) {
      const start = Math.max(0, Math.ceil((first - column) / length))
      for (let row = start; row * length + column < last; row++)
        kept[row] = read(row * length + column - first)
    }
  }

  /** In how many equal parts all these rows fall. */
  repeats(): number {
    const rows = [...this.#rows.values()].filter((row) => row.some((value) => value !== 0))
    if (rows.length < 2) return 1
    const parts = [16, 8, 6, 5, 4, 3, 2].filter(
      (count) => this.#length % count === 0 && this.#length / count >= 4,
    )
    const falls = (count: number): boolean =>
      rows.every((row) => row.every((value, i) => value === row[i % (row.length / count)]))
    return parts.find(falls) ?? 1
  }

  /** Whether cosines of different vectors are far below those of random ones, 1/√length. */
  areOrthogonal(): boolean {
    const vectors = this.#columns.length > 0 ? this.#columns : [...this.#rows.values()]
    const length = vectors[0]?.length ?? 0
    if (!this.#isMatrix || vectors.length < 8 || length < COUNT) return false
    let [sum, pairs] = [0, 0]
    for (const [i, one] of vectors.entries())
      for (const other of vectors.slice(i + 1)) {
        sum += cosine(one, other) ** 2
        pairs++
      }
    return Math.sqrt((sum / pairs) * length) < 0.1
  }
}

function cosine(one: Float32Array, other: Float32Array): number {
  let [dot, a, b] = [0, 0, 0]
  for (let i = 0; i < one.length; i++) {
    dot += one[i]! * other[i]!
    a += one[i]! ** 2
    b += other[i]! ** 2
  }
  return a === 0 || b === 0 ? 1 : dot / Math.sqrt(a * b)
}
