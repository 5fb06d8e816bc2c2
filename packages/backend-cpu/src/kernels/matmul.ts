import type { Kernels } from '@nn/tensor'
import { eachProduct, type Matrix, transposed } from './matrix.ts'

/** The number of products from which on packing saves more than it costs. */
const packingPays = 4096

/** The matrix product. Each element is the sum over k in ascending order in double precision: all ways give the same bits. */
export const matmul: Kernels['matmul'] = (a, b, out) => {
  eachProduct(a, b, out, out.dtype === 'int32' ? integers : floats)
}

/** The matrix product of `orderedMatmul`: sums of float64 as in `matmul`, those of float32 rounded term by term, 256 at a time. */
export const orderedMatmul: Kernels['orderedMatmul'] = (a, b, out) => {
  if (out.dtype === 'float64') matmul(a, b, out)
  else eachProduct(a, b, out, (...all) => packed(...all, roundedBlock))
}

function floats(a: Matrix, b: Matrix, out: Matrix, m: number, k: number, n: number): void {
  if (m * n * k < packingPays) direct(a, b, out, m, k, n)
  else packed(a, b, out, m, k, n, block)
}

function direct(a: Matrix, b: Matrix, out: Matrix, m: number, k: number, n: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      let p = a.at + i * a.row
      let q = b.at + j * b.column
      for (let l = 0; l < k; l++, p += a.column, q += b.row) sum += a.data[p]! * b.data[q]!
      out.data[out.at + i * out.row + j * out.column] = sum
    }
  }
}

/** The matrix product of integers, exact modulo 2³². */
function integers(a: Matrix, b: Matrix, out: Matrix, m: number, k: number, n: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      let p = a.at + i * a.row
      let q = b.at + j * b.column
      for (let l = 0; l < k; l++, p += a.column, q += b.row)
        sum = (sum + Math.imul(a.data[p]!, b.data[q]!)) | 0
      out.data[out.at + i * out.row + j * out.column] = sum
    }
  }
}

/** The rows of a matrix as doubles, one after the other, and rows of zeros up to a multiple of `multiple`. */
function pack(x: Matrix, rows: number, columns: number, multiple: number): Float64Array {
  const out = new Float64Array(Math.ceil(rows / multiple) * multiple * columns)
  for (let i = 0, to = 0; i < rows; i++) {
    for (let j = 0, from = x.at + i * x.row; j < columns; j++, from += x.column) out[to++] = x.data[from]!
  }
  return out
}

/** Writes the dot products of 2 rows with 4, `k` long, that lie one after the other from `p` and `q` on. */
type Block = (a: Float64Array, p: number, b: Float64Array, q: number, k: number, sums: Float64Array) => void

/** Dot products of packed rows, two by four at a time: six loads for eight products. */
function packed(a: Matrix, b: Matrix, out: Matrix, m: number, k: number, n: number, multiply: Block): void {
  const left = pack(a, m, k, 2)
  const right = pack(transposed(b), n, k, 4)
  const sums = new Float64Array(8)
  for (let j = 0; j < n; j += 4) {
    for (let i = 0; i < m; i += 2) {
      multiply(left, i * k, right, j * k, k, sums)
      for (let r = 0; r < 2 && i + r < m; r++) {
        const to = out.at + (i + r) * out.row
        for (let c = 0; c < 4 && j + c < n; c++) out.data[to + (j + c) * out.column] = sums[4 * r + c]!
      }
    }
  }
}

const block: Block = (a, p, b, q, k, sums) => {
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let l = 0; l < k; l++) {
    const a0 = a[p + l]!
    const a1 = a[p + k + l]!
    const b0 = b[q + l]!
    const b1 = b[q + k + l]!
    const b2 = b[q + 2 * k + l]!
    const b3 = b[q + 3 * k + l]!
    s00 += a0 * b0
    s01 += a0 * b1
    s02 += a0 * b2
    s03 += a0 * b3
    s10 += a1 * b0
    s11 += a1 * b1
    s12 += a1 * b2
    s13 += a1 * b3
  }
  sums[0] = s00
  sums[1] = s01
  sums[2] = s02
  sums[3] = s03
  sums[4] = s10
  sums[5] = s11
  sums[6] = s12
  sums[7] = s13
}

/** The terms of float32 that are summed at a time. */
const TERMS = 256

const roundedBlock: Block = (a, p, b, q, k, sums) => {
  const { fround } = Math
  sums.fill(0)
  for (let first = 0; first < k; first += TERMS) {
    let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0]
    for (let l = first, end = Math.min(first + TERMS, k); l < end; l++) {
      const a0 = a[p + l]!
      const a1 = a[p + k + l]!
      const b0 = b[q + l]!
      const b1 = b[q + k + l]!
      const b2 = b[q + 2 * k + l]!
      const b3 = b[q + 3 * k + l]!
      s00 = fround(s00 + fround(a0 * b0))
      s01 = fround(s01 + fround(a0 * b1))
      s02 = fround(s02 + fround(a0 * b2))
      s03 = fround(s03 + fround(a0 * b3))
      s10 = fround(s10 + fround(a1 * b0))
      s11 = fround(s11 + fround(a1 * b1))
      s12 = fround(s12 + fround(a1 * b2))
      s13 = fround(s13 + fround(a1 * b3))
    }
    sums[0] = fround(sums[0]! + s00)
    sums[1] = fround(sums[1]! + s01)
    sums[2] = fround(sums[2]! + s02)
    sums[3] = fround(sums[3]! + s03)
    sums[4] = fround(sums[4]! + s10)
    sums[5] = fround(sums[5]! + s11)
    sums[6] = fround(sums[6]! + s12)
    sums[7] = fround(sums[7]! + s13)
  }
}
