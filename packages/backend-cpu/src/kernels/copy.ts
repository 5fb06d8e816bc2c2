import type { DType, Kernels, Strided } from '@nn/tensor'
import { move } from './move.ts'
import { mapRow, type UnaryRow, unaryKernel } from './rows.ts'
import { planWalk, walkRows } from './walk.ts'

/** Rounds to float32 and truncates to int32 by the store of the typed array. */
const copyRow: UnaryRow = (a, i, di, out, k, dk, count) => {
  if (di === 1 && dk === 1 && a.constructor === out.constructor) {
    out.set(a.subarray(i, i + count), k)
    return
  }
  for (let n = 0; n < count; n++, i += di, k += dk) out[k] = a[i]!
}

const copyKernel = /* @__PURE__ */ unaryKernel(copyRow)
const toBoolKernel = /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow((x) => (x === 0 ? 0 : 1)))

/** The fewest elements that are worth a copy by `set`; fewer are copied one by one. */
const FEW = 256

const isWord = (dtype: DType): boolean => dtype === 'float32' || dtype === 'int32'

/** Copies and casts; for bool, all but 0 is true. */
export const copy: Kernels['copy'] = (x, out) => {
  const count = out.data.length < FEW && x.dtype === out.dtype ? inOneRow(x, out) : -1
  if (count >= 0) for (let n = 0; n < count; n++) out.data[out.offset + n] = x.data[x.offset + n]!
  else if (x.dtype === out.dtype && isWord(out.dtype) && out.data.length >= FEW) move(x, out)
  else if (out.dtype === 'bool' && x.dtype !== 'bool') toBoolKernel(x, out)
  else copyKernel(x, out)
}

/** How many elements there are, if both lie row-major without gaps; else -1. */
function inOneRow(x: Strided, out: Strided): number {
  let step = 1
  for (let axis = x.shape.length - 1; axis >= 0; axis--) {
    const n = x.shape[axis]!
    if (n !== 1 && (x.strides[axis] !== step || out.strides[axis] !== step)) return -1
    step *= n
  }
  return step
}

/** Writes one value everywhere. */
export const fill: Kernels['fill'] = (out, value) => {
  const walk = planWalk([out])
  const step = walk.steps[0]!
  walkRows(walk, [out.offset], (at) => {
    const start = at[0]!
    if (step === 1) out.data.fill(value, start, start + walk.count)
    else for (let n = 0; n < walk.count; n++) out.data[start + n * step] = value
  })
}
