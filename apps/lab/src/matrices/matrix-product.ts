import { log10 } from '../exact/log.ts'
import { powerOfTwo, square } from '../exact/powers.ts'
import { dot } from './dot.ts'
import { logSingularValues, type Scaled, scaled } from './singular-values.ts'

/**
 * A product of square matrices as Q·T, orthonormal columns times a triangle, whose rows have exponents of their own: neither does anything overflow or vanish, nor are
 * small singular values lost behind large ones (Benettin et al., 1980).
 */
export class MatrixProduct {
  readonly size: number
  readonly #columns: Float64Array[]
  #rows: Scaled[]

  constructor(size: number) {
    this.size = size
    const identity = (): Float64Array[] =>
      Array.from({ length: size }, (_, i) => Float64Array.from({ length: size }, (_, k) => (i === k ? 1 : 0)))
    this.#columns = identity()
    this.#rows = identity().map((values) => ({ values, exponent: 0 }))
  }

  /** Multiplies from the left by a matrix of `size` rows, row by row. */
  multiply(matrix: ArrayLike<number>): void {
    const { size } = this
    const numbers = Float64Array.from(matrix)
    // What is left of a column by rounding alone is none.
    const least = Math.sqrt(dot(numbers, numbers)) * size * Number.EPSILON
    const triangle = Array.from({ length: size }, () => new Float64Array(size))
    for (let j = 0; j < size; j++) {
      const column = times(numbers, this.#columns[j] ?? new Float64Array(size))
      const length = orthogonalize(column, this.#columns.slice(0, j), (i, share) => {
        const row = triangle[i]
        if (row !== undefined) row[j] = (row[j] ?? 0) + share
      })
      const isThere = !(length <= least)
      const row = triangle[j]
      if (row !== undefined) row[j] = isThere ? length : 0
      this.#columns[j] = isThere ? column.map((value) => value / length) : new Float64Array(size)
    }
    this.#rows = triangle.map((row, i) => combine(row, this.#rows, i))
  }

  /** log10 of the Frobenius norm; −Infinity of 0. */
  logNorm(): number {
    const highest = Math.max(...this.#rows.map(({ exponent }) => exponent))
    let squares = 0
    for (const { values, exponent } of this.#rows)
      for (const value of values) squares += square(value * powerOfTwo(exponent - highest))
    return log10(Math.sqrt(squares)) + highest * log10(2)
  }

  /** log10 of the singular values, largest first; −Infinity of 0. */
  logSingularValues(): number[] {
    return logSingularValues(this.#rows)
  }
}

function times(matrix: Float64Array, column: Float64Array): Float64Array {
  return column.map((_, i) => dot(matrix, column, i * column.length))
}

/** What a column may lose of its length before rounding shows in what is left. */
const LOSS = 0.5

/** Takes the parts along unit vectors away, tells how much they are, and gives the length of what is left. */
function orthogonalize(
  column: Float64Array,
  units: readonly Float64Array[],
  tell: (i: number, share: number) => void,
): number {
  let before = Math.sqrt(dot(column, column))
  // Twice is enough: the second round takes away what rounding left of the first (Kahan and Parlett).
  for (let round = 0; round < 2; round++) {
    for (const [i, unit] of units.entries()) tell(i, subtract(column, unit))
    const length = Math.sqrt(dot(column, column))
    if (!(length < LOSS * before)) return length
    before = length
  }
  return before
}

/** Takes the part along a unit vector away, and gives how much that is. */
function subtract(column: Float64Array, unit: Float64Array): number {
  const share = dot(unit, column)
  for (let k = 0; k < column.length; k++) column[k] = (column[k] ?? 0) - share * (unit[k] ?? 0)
  return share
}

/** Σ weights · rows from `first` on. */
function combine(weights: Float64Array, rows: readonly Scaled[], first: number): Scaled {
  const sum = new Float64Array(weights.length)
  let highest = Number.NEGATIVE_INFINITY
  for (let l = first; l < rows.length; l++)
    if (weights[l] !== 0) highest = Math.max(highest, rows[l]?.exponent ?? highest)
  if (highest === Number.NEGATIVE_INFINITY) return { values: sum, exponent: 0 }
  for (let l = first; l < rows.length; l++) {
    const row = rows[l]
    const weight = (weights[l] ?? 0) * powerOfTwo((row?.exponent ?? 0) - highest)
    if (weight !== 0 && row !== undefined)
      for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + weight * (row.values[k] ?? 0)
  }
  return scaled(sum, highest)
}
