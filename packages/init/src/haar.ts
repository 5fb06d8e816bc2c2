import type { Strided } from '@nn/tensor'
import type { InitRequest } from './request.ts'

/** Reflectors that are applied as one matrix, and rows that are reflected at a time. */
const BLOCK = 64
const STRIP = 128

/** Where the Gaussian vectors come from, and what multiplies matrices. */
export type HaarSource = Pick<InitRequest, 'rng' | 'backend'>

/**
 * `rows` orthonormal vectors of length `columns >= rows`, one after the other, uniform under the Haar measure.
 *
 * Stewart's method (G. W. Stewart, 1980, https://doi.org/10.1137/0717034): the Q of the QR decomposition of a Gaussian matrix,
 * with its signs corrected, is Haar, and its Householder reflectors can be drawn directly, from Gaussian vectors of
 * decreasing length, without a matrix to decompose. The product of a block of reflectors is `I − Vᵀ·T·V`, so that almost all
 * work is in matrix products (C. Bischof and C. Van Loan, 1987, https://doi.org/10.1137/0908009): 4·columns·rows² operations at
 * most. + − × ÷ √ alone; a backend that adds up products term by term, as `cpu` does in float64, gives the same bits as any
 * other that does.
 */
export function haarRows({ rng, backend }: HaarSource, rows: number, columns: number): Float64Array {
  // Vectors of float32 have directions enough, and are drawn ten times as fast.
  const gaussian = new Float64Array(rng.normal(new Float32Array(rows * columns - (rows * (rows - 1)) / 2)))
  const q = new Float64Array(rows * columns)
  const product = new Float64Array(Math.min(STRIP, rows) * columns)
  let end = gaussian.length
  for (let first = Math.floor((rows - 1) / BLOCK) * BLOCK; first >= 0; first -= BLOCK) {
    const count = Math.min(BLOCK, rows - first)
    const width = columns - first
    const v = new Float64Array(count * width)
    const scales = new Float64Array(count)
    for (let i = count - 1; i >= 0; i--) {
      const x = gaussian.subarray(end - (width - i), end)
      end -= x.length
      const { sign, scale } = reflector(x)
      scales[i] = scale
      v.set(x, i * width + i)
      // Row i is a unit vector until its own reflector, and gets the sign that makes the diagonal of R positive.
      q[(first + i) * (columns + 1)] = -sign
    }
    const vectors = matrix(v, count, width)
    const combined = combine(vectors, scales, backend)
    for (let top = first; top < rows; top += STRIP) {
      const height = Math.min(STRIP, rows - top)
      const start = top * columns + first
      const strip = { ...matrix(q, height, width), strides: [columns, 1], offset: start }
      const shares = matrix(new Float64Array(height * count), height, count)
      const change = matrix(product, height, width)
      backend.matmul(strip, transpose(vectors), shares)
      backend.matmul(shares, combined, change)
      subtract(q, start, columns, product, height, width)
    }
  }
  return q
}

function matrix(
  data: Float64Array,
  rows: number,
  columns: number,
): Strided & { readonly data: Float64Array } {
  return { data, dtype: 'float64', shape: [rows, columns], strides: [columns, 1], offset: 0 }
}

function transpose(x: Strided): Strided {
  return { ...x, shape: [x.shape[1]!, x.shape[0]!], strides: [x.strides[1]!, x.strides[0]!] }
}

/** `T·V` of the product `I − Vᵀ·T·V` of the reflectors, the last one first. */
function combine(
  v: Strided & { readonly data: Float64Array },
  scales: Float64Array,
  backend: HaarSource['backend'],
): Strided {
  const [count, width] = v.shape as [number, number]
  const gram = matrix(new Float64Array(count * count), count, count)
  backend.matmul(v, transpose(v), gram)
  const t = matrix(new Float64Array(count * count), count, count)
  for (let i = count - 1; i >= 0; i--) {
    t.data[i * (count + 1)] = scales[i]!
    for (let l = i + 1; l < count; l++) {
      let sum = 0
      for (let p = i + 1; p <= l; p++) sum += t.data[l * count + p]! * gram.data[p * count + i]!
      t.data[l * count + i] = -scales[i]! * sum
    }
  }
  const combined = matrix(new Float64Array(count * width), count, width)
  backend.matmul(t, v, combined)
  return combined
}

/** Subtracts a matrix from a part of q. */
function subtract(
  q: Float64Array,
  start: number,
  pitch: number,
  product: Float64Array,
  rows: number,
  columns: number,
): void {
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = start + i * pitch, end = j + columns; j < end; j++) q[j]! -= product[k++]!
  }
}

/** Makes x the v of I − scale·v·vᵀ, which maps x to −sign·‖x‖·e₁. */
function reflector(x: Float64Array): { readonly sign: number; readonly scale: number } {
  const norm = Math.sqrt(squared(x))
  const sign = x[0]! < 0 ? -1 : 1
  if (norm === 0) return { sign, scale: 0 }
  const scale = 1 / (norm * (norm + Math.abs(x[0]!)))
  x[0]! += sign * norm
  return { sign, scale }
}

/** ‖v‖², in four sums side by side, so that one addition need not wait for the one before. */
function squared(v: Float64Array): number {
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
