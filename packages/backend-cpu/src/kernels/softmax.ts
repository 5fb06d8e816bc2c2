import type { Kernels } from '@nn/tensor'
import { planWalk, walkRows } from './walk.ts'

/** `exp(x − max) / Σ exp(x − max)` along the last axis, in double precision, rounded once. */
export const softmax: Kernels['softmax'] = (x, out) => {
  const last = x.shape.length - 1
  const count = x.shape[last]!
  const [di, dk] = [x.strides[last]!, out.strides[last]!]
  const outer = planWalk([x, out], 0, last)
  const [dx, dout] = outer.steps as [number, number]
  const row = new Float64Array(count)
  walkRows(outer, [x.offset, out.offset], (at) => {
    for (let n = 0, i = at[0]!, k = at[1]!; n < outer.count; n++, i += dx, k += dout) {
      let max = -Infinity
      for (let c = 0, from = i; c < count; c++, from += di) max = Math.max(max, x.data[from]!)
      let sum = 0
      for (let c = 0, from = i; c < count; c++, from += di) sum += row[c] = Math.exp(x.data[from]! - max)
      for (let c = 0, to = k; c < count; c++, to += dk) out.data[to] = row[c]! / sum
    }
  })
}
