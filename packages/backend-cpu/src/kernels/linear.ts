import type { Kernels, Strided } from '@nn/tensor'
import { matmul } from './matmul.ts'
import { transpose } from './matrix.ts'
import { unary } from './unary.ts'

/** The number of products up to which one loop does all. */
const packingPays = 4096

/** `activation(x·Wᵀ + b)`, with the bits of the product, the sum and the function one after the other. */
export const linear: Kernels['linear'] = (x, weight, bias, activation, out) => {
  const rectified = activation === 'relu'
  const isDirect = out.shape[0]! * out.shape[1]! * x.shape[1]! < packingPays
  if (!isDirect) matmul(x, transpose(weight), out)
  if (isDirect) direct(x, weight, bias, rectified, out)
  else if (bias !== undefined || rectified) finish(bias, rectified, out)
  if (activation !== undefined && !rectified) unary[activation](out, out)
}

function direct(
  x: Strided,
  weight: Strided,
  bias: Strided | undefined,
  rectified: boolean,
  out: Strided,
): void {
  const { data: a, offset: left } = x
  const { data: b, offset: right } = weight
  const { data: c, offset: at } = out
  const m = x.shape[0]!
  const n = weight.shape[0]!
  const k = x.shape[1]!
  const down = x.strides[0]!
  const dx = x.strides[1]!
  const across = weight.strides[0]!
  const dw = weight.strides[1]!
  const row = out.strides[0]!
  const column = out.strides[1]!
  const step = bias === undefined ? 0 : bias.strides[0]!
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      let p = left + i * down
      let q = right + j * across
      for (let l = 0; l < k; l++, p += dx, q += dw) sum += a[p]! * b[q]!
      const to = at + i * row + j * column
      // The array rounds each step.
      c[to] = sum
      if (bias !== undefined) c[to] = c[to]! + bias.data[bias.offset + j * step]!
      if (rectified) c[to] = Math.max(c[to]!, 0)
    }
  }
}

function finish(
  bias: Strided | undefined,
  rectified: boolean,
  { data, shape, strides, offset }: Strided,
): void {
  const m = shape[0]!
  const n = shape[1]!
  const row = strides[0]!
  const column = strides[1]!
  const step = bias === undefined ? 0 : bias.strides[0]!
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const to = offset + i * row + j * column
      if (bias !== undefined) data[to] = data[to]! + bias.data[bias.offset + j * step]!
      if (rectified) data[to] = Math.max(data[to]!, 0)
    }
  }
}
