import type { FloatArray } from '@nn/random'
import type { InitRequest } from '../initializer/request.ts'
import { type FloatMatrix, floats, matrix, type Range, submatrix, transpose } from './float-matrix.ts'

/** Rows of memory that are reflected at a time. */
const STRIP = 128

/** What draws the Gaussian vectors, and what multiplies matrices. */
export type HaarTools = Pick<InitRequest, 'rng' | 'backend'>

/**
 * Makes of the zeros `q`, `[rows, columns]` with rows <= columns, orthonormal rows, uniform under the Haar measure; with any strides.
 *
 * Stewart's method (G. W. Stewart, 1980, https://doi.org/10.1137/0717034): the Q of the QR decomposition of a Gaussian matrix,
 * with its signs corrected, is Haar, and its Householder reflectors can be drawn directly, from Gaussian vectors of
 * decreasing length, without a matrix to decompose. The product of a block of reflectors is `I − Vᵀ·T·V`, so that almost all
 * work is in matrix products (C. Bischof and C. Van Loan, 1987, https://doi.org/10.1137/0908009): 4·columns·rows² operations at
 * most. These are summed in order, and all else is + − × ÷ √ in double precision, rounded to the dtype of `q` where it is stored:
 * the bits are the same on every backend.
 */
export function haarRows({ rng, backend }: HaarTools, q: FloatMatrix): void {
  const [rows, columns] = q.shape
  // Vectors of float32 have directions enough, and are drawn ten times as fast.
  const gaussian = rng.normal(new Float32Array(startOf(rows, columns)))
  // Reflectors that are applied as one matrix: what makes its products fast makes the matrix expensive.
  const block = rows < 512 ? 32 : 64
  const most = Math.min(block, rows)
  const v = floats(q, most * columns)
  const combined = floats(q, most * columns)
  const shares = floats(q, most * rows)
  const change = floats(q, Math.min(STRIP, columns) * columns)
  for (let first = Math.floor((rows - 1) / block) * block; first >= 0; first -= block) {
    const count = Math.min(block, rows - first)
    const rest = submatrix(q, [first, rows], [first, columns])
    const vectors = matrix(v, count, columns - first)
    const scales = reflectors(gaussian, first, vectors, rest)
    const products = matrix(shares, count, rows - first)
    share(rest, vectors, products, backend)
    subtract(rest, transpose(products), combine(vectors, scales, combined, backend), change, backend)
  }
}

/** Where vector i begins among the Gaussian vectors, of which the first is as long as a row and each other one shorter by 1. */
function startOf(i: number, columns: number): number {
  return i * columns - (i * (i - 1)) / 2
}

/**
 * Makes the vectors v, from the Gaussian vectors from `first` on, and returns their scales. Row i of `rest` is a unit vector
 * until its own reflector, and gets the sign that makes the diagonal of R positive.
 */
function reflectors(gaussian: Float32Array, first: number, v: FloatMatrix, rest: FloatMatrix): Float64Array {
  const [count, width] = v.shape
  const scales = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const start = startOf(first + i, first + width)
    const x = gaussian.subarray(start, start + width - i)
    const { sign, scale } = reflector(x, v.data.fill(0, i * width, i * (width + 1)), i * (width + 1))
    scales[i] = scale
    rest.data[rest.offset + i * (rest.strides[0] + rest.strides[1])] = -sign
  }
  return scales
}

/**
 * Writes from `at` on the v of I − scale·v·vᵀ, which maps x to −sign·‖x‖·e₁. It begins with 1, so that the reflection of a
 * single element is exact.
 */
function reflector(
  x: Float32Array,
  v: FloatArray,
  at: number,
): { readonly sign: number; readonly scale: number } {
  const norm = Math.sqrt(squared(x))
  const sign = x[0]! < 0 ? -1 : 1
  const head = x[0]! + sign * norm
  const factor = norm === 0 ? 0 : 1 / head
  v[at] = 1
  for (let i = 1; i < x.length; i++) v[at + i] = x[i]! * factor
  return { sign, scale: norm === 0 ? 0 : Math.abs(head) / norm }
}

/** ‖v‖², in four sums side by side, so that one addition need not wait for the one before. */
function squared(v: Float32Array): number {
  const end = v.length - (v.length % 4)
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = 0; i < end; i += 4) {
    a += v[i]! * v[i]!
    b += v[i + 1]! * v[i + 1]!
    c += v[i + 2]! * v[i + 2]!
    d += v[i + 3]! * v[i + 3]!
  }
  for (let i = end; i < v.length; i++) a += v[i]! * v[i]!
  return a + b + (c + d)
}

/** `V·qᵀ`: the first rows of q are still unit vectors, and the others 0 in as many columns. */
function share(q: FloatMatrix, v: FloatMatrix, out: FloatMatrix, backend: HaarTools['backend']): void {
  const [height, width] = q.shape
  const count = v.shape[0]
  for (let i = 0; i < count; i++) {
    const sign = q.data[q.offset + i * (q.strides[0] + q.strides[1])]!
    for (let j = 0; j < count; j++) out.data[j * height + i] = sign * v.data[j * width + i]!
  }
  if (height === count) return
  const below = submatrix(q, [count, height], [count, width])
  const behind = submatrix(v, [0, count], [count, width])
  backend.orderedMatmul(behind, transpose(below), submatrix(out, [0, count], [count, height]))
}

/** `T·V` of the product `I − Vᵀ·T·V` of the reflectors, the last one first. */
function combine(
  v: FloatMatrix,
  scales: Float64Array,
  data: FloatArray,
  backend: HaarTools['backend'],
): FloatMatrix {
  const [count, width] = v.shape
  const gram = matrix(floats(v, count * count), count, count)
  backend.orderedMatmul(v, transpose(v), gram)
  triangle(gram.data, scales)
  const combined = matrix(data, count, width)
  backend.orderedMatmul(transpose(gram), v, combined)
  return combined
}

/** Turns the products of the vectors into Tᵀ: its row i is scaleᵢ on the diagonal and −scaleᵢ·Σₚ gram[i, p]·(row p) behind, p > i. */
function triangle(gram: FloatArray, scales: Float64Array): void {
  const count = scales.length
  const t = new Float64Array(count * count)
  for (let i = count - 1; i >= 0; i--) {
    const start = i * count
    const end = start + count
    const scale = scales[i]!
    for (let p = i + 1; p < count; p++) {
      const factor = gram[start + p]! * -scale
      for (let to = start + p, from = p * (count + 1); to < end; to++, from++) t[to]! += t[from]! * factor
    }
    t[start + i] = scale
    for (let l = start; l < end; l++) gram[l] = t[l]!
  }
}

/** Subtracts `left·right` from q, by rows of its memory. */
function subtract(
  q: FloatMatrix,
  left: FloatMatrix,
  right: FloatMatrix,
  data: FloatArray,
  backend: HaarTools['backend'],
): void {
  const isByRows = q.strides[1] === 1
  const [area, a, b] = isByRows ? [q, left, right] : [transpose(q), transpose(right), transpose(left)]
  const [rows, columns] = area.shape
  for (let top = 0; top < rows; top += STRIP) {
    const range: Range = [top, Math.min(top + STRIP, rows)]
    const strip = submatrix(area, range, [0, columns])
    const change = matrix(data, strip.shape[0], columns)
    backend.orderedMatmul(submatrix(a, range, [0, a.shape[1]]), b, change)
    backend.binary.sub(strip, change, strip)
  }
}
