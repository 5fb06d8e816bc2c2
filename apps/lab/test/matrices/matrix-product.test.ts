import { createRng } from '@nn/random'
import { describe, expect, test } from 'vitest'
import { MatrixProduct } from '../../src/matrices/matrix-product.ts'
import { logSingularValues } from '../../src/matrices/singular-values.ts'

const row = (...values: number[]) => ({ values: Float64Array.from(values), exponent: 0 })

describe('singular values', () => {
  test('of a small matrix are those in closed form', () => {
    // σ² of [[3, 0], [4, 5]] are 45 and 5.
    const [first, second] = logSingularValues([row(3, 0), row(4, 5)])
    expect(first).toBeCloseTo(Math.log10(45) / 2, 14)
    expect(second).toBeCloseTo(Math.log10(5) / 2, 14)
  })

  test('have the product of the determinant, and the sum of squares of the norm', () => {
    const rng = createRng(1)
    const rows = Array.from({ length: 30 }, (_, i) => row(...rng.at(`${i}`).normal(new Float64Array(30))))
    const values = logSingularValues(rows)
    expect(values).toHaveLength(30)
    expect(values).toEqual(values.toSorted((a, b) => b - a))
    const squares = rows.reduce((sum, { values: each }) => sum + each.reduce((s, x) => s + x * x, 0), 0)
    expect(values.reduce((sum, log10) => sum + 10 ** (2 * log10), 0)).toBeCloseTo(squares, 8)
    expect(values.reduce((sum, log10) => sum + log10, 0)).toBeCloseTo(
      logDeterminant(rows.map(({ values: each }) => [...each])),
      9,
    )
  })

  test('that are far apart are as exact as near ones', () => {
    const rows = [row(1, 1), { values: Float64Array.of(1, -1), exponent: -3000 }]
    const [first = 0, second = 0] = logSingularValues(rows)
    expect(first).toBeCloseTo(Math.log10(2) / 2, 14)
    expect(second).toBeCloseTo(Math.log10(2) / 2 - 3000 * Math.log10(2), 9)
    // Of [[1, 0], [1, ε]] they are near √2 and ε / √2.
    const [, small = 0] = logSingularValues([row(1, 0), row(1, 1e-200)])
    expect(small).toBeCloseTo(-200 - Math.log10(2) / 2, 9)
  })

  test('of what is not invertible are −Infinity', () => {
    expect(logSingularValues([row(1, 1), row(1, 1)])[1]).toBeLessThan(-15)
    const [first, second] = logSingularValues([row(0, 0), row(3, 4)])
    expect(first).toBeCloseTo(Math.log10(5), 14)
    expect(second).toBe(Number.NEGATIVE_INFINITY)
  })
})

function logDeterminant(rows: number[][]): number {
  let sum = 0
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, each) => (Math.abs(each[k] ?? 0) > Math.abs(best[k] ?? 0) ? each : best))
    const at = rows.indexOf(pivot)
    const other = rows[k]
    if (other === undefined) continue
    ;[rows[k], rows[at]] = [pivot, other]
    sum += Math.log10(Math.abs(pivot[k] ?? 0))
    for (const each of rows.slice(k + 1)) {
      const factor = (each[k] ?? 0) / (pivot[k] ?? 1)
      for (let c = k; c < each.length; c++) each[c] = (each[c] ?? 0) - factor * (pivot[c] ?? 0)
    }
  }
  return sum
}

describe('products', () => {
  const matrices = (count: number, size: number, std = 1) => {
    const rng = createRng(5)
    return Array.from({ length: count }, (_, i) =>
      rng.at(`${i}`).normal(new Float64Array(size * size), { std }),
    )
  }

  /** Written out, row by row. */
  function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
    return Float64Array.from({ length: size * size }, (_, at) => {
      let sum = 0
      for (let k = 0; k < size; k++)
        sum += (a[Math.floor(at / size) * size + k] ?? 0) * (b[k * size + (at % size)] ?? 0)
      return sum
    })
  }

  test('have the norm and the singular values of the product that is written out', () => {
    const size = 6
    const product = new MatrixProduct(size)
    let whole: Float64Array | undefined
    for (const matrix of matrices(4, size)) {
      product.multiply(matrix)
      whole = whole === undefined ? matrix : multiply(matrix, whole, size)
    }
    const rows = Array.from({ length: size }, (_, i) => row(...(whole ?? []).slice(i * size, (i + 1) * size)))
    const squares = (whole ?? new Float64Array()).reduce((sum, value) => sum + value * value, 0)
    expect(product.logNorm()).toBeCloseTo(Math.log10(squares) / 2, 12)
    const wanted = logSingularValues(rows)
    for (const [i, value] of product.logSingularValues().entries())
      expect(value).toBeCloseTo(wanted[i] ?? 0, 8)
    // The other order is another product.
    const reversed = new MatrixProduct(size)
    for (const matrix of matrices(4, size).reverse()) reversed.multiply(matrix)
    expect(reversed.logNorm()).not.toBeCloseTo(product.logNorm(), 3)
  })

  test('neither overflow nor vanish, and keep the determinant', () => {
    for (const std of [1e-30, 1e30]) {
      const product = new MatrixProduct(5)
      let determinant = 0
      for (const matrix of matrices(100, 5, std)) {
        product.multiply(matrix)
        determinant += logDeterminant(
          Array.from({ length: 5 }, (_, i) => [...matrix.slice(i * 5, (i + 1) * 5)]),
        )
      }
      const values = product.logSingularValues()
      expect(Math.abs(values[0] ?? 0)).toBeGreaterThan(2900)
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(determinant, 6)
      expect(product.logNorm()).toBeCloseTo(values[0] ?? 0, 6)
    }
  })

  test('of constants have one singular value, of zeros none', () => {
    const ones = new MatrixProduct(4)
    for (let i = 0; i < 3; i++) ones.multiply(new Float64Array(16).fill(1))
    expect(ones.logNorm()).toBeCloseTo(Math.log10(64), 12)
    expect(ones.logSingularValues().slice(1)).toEqual(Array(3).fill(Number.NEGATIVE_INFINITY))
    ones.multiply(new Float64Array(16))
    expect(ones.logNorm()).toBe(Number.NEGATIVE_INFINITY)
    expect(ones.logSingularValues()).toEqual(Array(4).fill(Number.NEGATIVE_INFINITY))
  })

  test('with what is no number are none', () => {
    const product = new MatrixProduct(2)
    product.multiply([1, Number.NaN, 0, 1])
    expect(product.logNorm()).toBeNaN()
    product.multiply([1, 0, 0, 1])
    expect(product.logNorm()).toBeNaN()
  })
})
