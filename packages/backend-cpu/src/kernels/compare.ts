import type { Kernels } from '@nn/tensor'
import { type BinaryRow, binaryKernel, zipRow } from './rows.ts'

const lt: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = a[i]! < b[j]! ? 1 : 0
}

const le: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = a[i]! <= b[j]! ? 1 : 0
}

const gt: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = a[i]! > b[j]! ? 1 : 0
}

const ge: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = a[i]! >= b[j]! ? 1 : 0
}

/** Comparisons by IEEE 754 (NaN differs from all), and logic in which all but 0 is true. */
export const compare: Kernels['compare'] = {
  eq: /* @__PURE__ */ binaryKernel(/* @__PURE__ */ zipRow((x, y) => (x === y ? 1 : 0))),
  ne: /* @__PURE__ */ binaryKernel(/* @__PURE__ */ zipRow((x, y) => (x !== y ? 1 : 0))),
  lt: /* @__PURE__ */ binaryKernel(lt),
  le: /* @__PURE__ */ binaryKernel(le),
  gt: /* @__PURE__ */ binaryKernel(gt),
  ge: /* @__PURE__ */ binaryKernel(ge),
  logicalAnd: /* @__PURE__ */ binaryKernel(/* @__PURE__ */ zipRow((x, y) => (x !== 0 && y !== 0 ? 1 : 0))),
  logicalOr: /* @__PURE__ */ binaryKernel(/* @__PURE__ */ zipRow((x, y) => (x !== 0 || y !== 0 ? 1 : 0))),
  logicalXor: /* @__PURE__ */ binaryKernel(
    /* @__PURE__ */ zipRow((x, y) => ((x !== 0) !== (y !== 0) ? 1 : 0)),
  ),
}
