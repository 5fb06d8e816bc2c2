import type { Kernels } from '@nn/tensor'
import { type BinaryRow, binaryKernel } from './rows.ts'

const relu: BinaryRow = (g, i, di, y, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = y[j]! <= 0 ? 0 : g[i]!
}

const sigmoid: BinaryRow = (g, i, di, y, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = g[i]! * (y[j]! * (1 - y[j]!))
}

const tanh: BinaryRow = (g, i, di, y, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = g[i]! * (1 - y[j]! * y[j]!)
}

/** Gradients by the arguments of functions, from those by their values. */
export const slope: Kernels['slope'] = {
  relu: /* @__PURE__ */ binaryKernel(relu),
  sigmoid: /* @__PURE__ */ binaryKernel(sigmoid),
  tanh: /* @__PURE__ */ binaryKernel(tanh),
}
