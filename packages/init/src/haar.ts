import type { Rng } from '@nn/random'

/**
 * `rows` orthonormal vectors of length `columns >= rows`, one after the other, uniform under the Haar measure.
 *
 * Stewart's method (G. W. Stewart, 1980, https://doi.org/10.1137/0717034): the Q of the QR decomposition of a Gaussian matrix,
 * with its signs corrected, is Haar, and its Householder reflectors can be drawn directly, from Gaussian vectors of
 * decreasing length, without a matrix to decompose. 4·columns·rows² operations at most; + − × ÷ √ alone, in one order.
 */
export function haarRows(rng: Rng, rows: number, columns: number): Float64Array {
  const gaussian = rng.normal(new Float64Array(rows * columns - (rows * (rows - 1)) / 2))
  const q = new Float64Array(rows * columns)
  let end = gaussian.length
  for (let k = rows - 1; k >= 0; k--) {
    const v = gaussian.subarray(end - (columns - k), end)
    end -= v.length
    const { sign, scale } = reflector(v)
    // Vector k is a unit vector until its own reflector, and gets the sign that makes the diagonal of R positive.
    q[k * (columns + 1)] = -sign
    for (let j = k; j < rows; j++) reflect(q, j * columns + k, v, scale)
  }
  return q
}

/** Makes x the v of I − scale·v·vᵀ, which maps x to −sign·‖x‖·e₁. */
function reflector(x: Float64Array): { readonly sign: number; readonly scale: number } {
  const norm = Math.sqrt(dot(x, 0, x))
  const sign = x[0]! < 0 ? -1 : 1
  if (norm === 0) return { sign, scale: 0 }
  const scale = 1 / (norm * (norm + Math.abs(x[0]!)))
  x[0]! += sign * norm
  return { sign, scale }
}

/** Reflects the part of q from `start` on, in the length of v. */
function reflect(q: Float64Array, start: number, v: Float64Array, scale: number): void {
  const factor = scale * dot(q, start, v)
  for (let i = 0; i < v.length; i++) q[start + i]! -= factor * v[i]!
}

/** Four sums side by side, so that one addition need not wait for the one before. */
function dot(q: Float64Array, start: number, v: Float64Array): number {
  const end = v.length - (v.length % 4)
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = 0; i < end; i += 4) {
    a += q[start + i]! * v[i]!
    b += q[start + i + 1]! * v[i + 1]!
    c += q[start + i + 2]! * v[i + 2]!
    d += q[start + i + 3]! * v[i + 3]!
  }
  for (let i = end; i < v.length; i++) a += q[start + i]! * v[i]!
  return a + b + (c + d)
}
