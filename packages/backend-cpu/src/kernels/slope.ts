import type { Kernels } from '@nn/tensor'
import { type BinaryRow, binaryKernel } from './rows.ts'

const reluSlope: BinaryRow = (g, i, di, y, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = y[j]! <= 0 ? 0 : g[i]!
}

const sigmoidSlope: BinaryRow = (g, i, di, y, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = g[i]! * (y[j]! * (1 - y[j]!))
}

const tanhSlope: BinaryRow = (g, i, di, y, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = g[i]! * (1 - y[j]! * y[j]!)
}

/** Gradients by the arguments of functions, from those by their values. */
export const slope: Kernels['slope'] = {
  reluSlope: /* @__PURE__ */ binaryKernel(reluSlope),
  sigmoidSlope: /* @__PURE__ */ binaryKernel(sigmoidSlope),
  tanhSlope: /* @__PURE__ */ binaryKernel(tanhSlope),
}
