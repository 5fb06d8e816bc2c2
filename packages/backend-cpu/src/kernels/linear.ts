import type { Kernels } from '@nn/tensor'
import { matmul } from './matmul.ts'
import { transpose } from './matrix.ts'

/** Up to this number of products, one loop does all. */
const packingPays = 4096

/** `x·Wᵀ + b`, cut off at 0 if `rectified`, with the bits of the product, the sum and `relu` one after the other. */
export const linear: Kernels['linear'] = (x, weight, bias, rectified, out) => {
  const [m, k] = x.shape as [number, number]
  const [n] = weight.shape as [number]
  const [down, right] = out.strides as [number, number]
  if (m * n * k >= packingPays) {
    matmul(x, transpose(weight), out)
    if (bias === undefined && !rectified) return
  }
  const direct = m * n * k < packingPays
  const step = bias?.strides[0] ?? 0
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const to = out.offset + i * down + j * right
      if (direct) out.data[to] = dot(x, i, weight, j, k)
      if (bias !== undefined) out.data[to] = out.data[to]! + bias.data[bias.offset + j * step]!
      if (rectified) out.data[to] = Math.max(out.data[to]!, 0)
    }
  }
}

type Operand = Parameters<Kernels['linear']>[0]

function dot(x: Operand, i: number, weight: Operand, j: number, k: number): number {
  const dx = x.strides[1]!
  const dw = weight.strides[1]!
  let sum = 0
  let p = x.offset + i * x.strides[0]!
  let q = weight.offset + j * weight.strides[0]!
  for (let l = 0; l < k; l++, p += dx, q += dw) sum += x.data[p]! * weight.data[q]!
  return sum
}
