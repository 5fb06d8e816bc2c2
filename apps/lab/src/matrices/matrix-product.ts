import { log10 } from '../exact/log.ts'
import { powerOfTwo, square } from '../exact/powers.ts'
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
    let squares = 0
    for (let k = 0; k < matrix.length; k++) squares += (matrix[k] ?? 0) * (matrix[k] ?? 0)
    // What is left of a column by rounding alone is none.
    const least = Math.sqrt(squares) * size * Number.EPSILON
    const triangle = Array.from({ length: size }, () => new Float64Array(size))
    for (let j = 0; j < size; j++) {
      const column = times(matrix, this.#columns[j] ?? new Float64Array(size))
      // Twice is enough: the second round takes away what rounding left of the first.
      for (let round = 0; round < 2; round++)
        for (let i = 0; i < j; i++) {
          const share = subtract(column, this.#columns[i] ?? column)
          const row = triangle[i]
          if (row !== undefined) row[j] = (row[j] ?? 0) + share
        }
      const length = Math.sqrt(column.reduce((sum, value) => sum + value * value, 0))
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

function times(matrix: ArrayLike<number>, column: Float64Array): Float64Array {
  const size = column.length
  const result = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let k = 0; k < size; k++) sum += (matrix[i * size + k] ?? 0) * (column[k] ?? 0)
    result[i] = sum
  }
  return result
}

/** Takes the part along a unit vector away, and gives how much that is. */
function subtract(column: Float64Array, unit: Float64Array): number {
  let share = 0
  for (let k = 0; k < column.length; k++) share += (unit[k] ?? 0) * (column[k] ?? 0)
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
