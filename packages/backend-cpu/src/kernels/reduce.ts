import type { Kernels, ReduceKernel, TensorData, UnaryKernel } from '@nn/tensor'
import { planWalk, sizeOf, walkRows } from './walk.ts'

/** The accumulator after `count` elements of `x` from position i on in steps of `di`. */
type Fold = (accumulator: number, x: TensorData, i: number, di: number, count: number) => number

const sum: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count; n++, i += di) acc += x[i]!
  return acc
}

const sumInt: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count; n++, i += di) acc = (acc + x[i]!) | 0
  return acc
}

const prod: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count; n++, i += di) acc *= x[i]!
  return acc
}

const prodInt: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count; n++, i += di) acc = Math.imul(acc, x[i]!)
  return acc
}

const sumSquares: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count; n++, i += di) acc += x[i]! * x[i]!
  return acc
}

const max: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count; n++, i += di) acc = Math.max(acc, x[i]!)
  return acc
}

const min: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count; n++, i += di) acc = Math.min(acc, x[i]!)
  return acc
}

const any: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count && acc === 0; n++, i += di) acc = x[i] === 0 ? 0 : 1
  return acc
}

const all: Fold = (acc, x, i, di, count) => {
  for (let n = 0; n < count && acc === 1; n++, i += di) acc = x[i] === 0 ? 0 : 1
  return acc
}

/** Folds the trailing axes row by row in row-major order, in double precision, and rounds once, the mean of what was folded if asked to. */
function reduceKernel(identity: number, fold: Fold, averages = false): ReduceKernel {
  return (x, axes, out) => {
    const kept = x.shape.length - axes
    const outer = planWalk([x, out], 0, kept)
    const inner = planWalk([x], kept)
    const [dx, dout] = outer.steps as [number, number]
    const step = inner.steps[0]!
    const divisor = averages ? sizeOf(inner) : 1
    walkRows(outer, [x.offset, out.offset], (at) => {
      for (let n = 0, i = at[0]!, k = at[1]!; n < outer.count; n++, i += dx, k += dout) {
        let acc = identity
        walkRows(inner, [i], (start) => {
          acc = fold(acc, x.data, start[0]!, step, inner.count)
        })
        out.data[k] = acc / divisor
      }
    })
  }
}

const sumKernel = /* @__PURE__ */ reduceKernel(0, sum)
const sumIntKernel = /* @__PURE__ */ reduceKernel(0, sumInt)
const prodKernel = /* @__PURE__ */ reduceKernel(1, prod)
const prodIntKernel = /* @__PURE__ */ reduceKernel(1, prodInt)

/** Reductions over the trailing axes; those of max and min are not empty. */
export const reduce: Kernels['reduce'] = {
  sum: (x, axes, out) => (out.dtype === 'int32' ? sumIntKernel : sumKernel)(x, axes, out),
  prod: (x, axes, out) => (out.dtype === 'int32' ? prodIntKernel : prodKernel)(x, axes, out),
  mean: /* @__PURE__ */ reduceKernel(0, sum, true),
  sumSquares: /* @__PURE__ */ reduceKernel(0, sumSquares),
  max: /* @__PURE__ */ reduceKernel(-Infinity, max),
  min: /* @__PURE__ */ reduceKernel(Infinity, min),
  any: /* @__PURE__ */ reduceKernel(0, any),
  all: /* @__PURE__ */ reduceKernel(1, all),
}

/** The index of the first element along the last axis that no other one beats; NaN beats every number. */
function argReduceKernel(beats: (x: number, best: number) => boolean): UnaryKernel {
  return (x, out) => {
    const last = x.shape.length - 1
    const count = x.shape[last]!
    const step = x.strides[last]!
    const outer = planWalk([x, out], 0, last)
    const [dx, dout] = outer.steps as [number, number]
    walkRows(outer, [x.offset, out.offset], (at) => {
      for (let n = 0, start = at[0]!, k = at[1]!; n < outer.count; n++, start += dx, k += dout) {
        let best = 0
        for (let i = 1; i < count; i++) {
          const champion = x.data[start + best * step]!
          if (Number.isNaN(champion)) break
          const value = x.data[start + i * step]!
          if (beats(value, champion) || Number.isNaN(value)) best = i
        }
        out.data[k] = best
      }
    })
  }
}

export const argReduce: Kernels['argReduce'] = {
  argmax: /* @__PURE__ */ argReduceKernel((x, best) => x > best),
  argmin: /* @__PURE__ */ argReduceKernel((x, best) => x < best),
}
