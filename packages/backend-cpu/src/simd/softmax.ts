import type { Strided } from '@nn/tensor'
import { planWalk, walkRows } from '../kernels/walk.ts'
import { eachChunk, store } from './chunks.ts'
import type { Engine } from './engine.ts'

/** Softmax along the last axis, whose elements in `out` lie together. */
export function softmax(engine: Engine, x: Strided, out: Strided): void {
  const last = x.shape.length - 1
  const outer = planWalk([x, out], 0, last)
  const [dx, dout] = outer.steps as [number, number]
  walkRows(outer, [x.offset, out.offset], (at) => {
    for (let n = 0, i = at[0]!, k = at[1]!; n < outer.count; n++, i += dx, k += dout) {
      softmaxRow(engine, x, i, out, k, x.shape[last]!, x.strides[last]!)
    }
  })
}

/** The maximum, then exponentials and their sum, then quotients. */
function softmaxRow(
  { elementwise, x: chunk }: Engine,
  x: Strided,
  i: number,
  out: Strided,
  k: number,
  size: number,
  step: number,
): void {
  let shift = -Infinity
  eachChunk(chunk, x.data, i, step, size, -Infinity, (padded) => {
    shift = Math.max(shift, elementwise.max(chunk.byteOffset, padded))
  })
  let sum = 0
  eachChunk(chunk, x.data, i, step, size, -Infinity, (padded, count, done) => {
    sum += elementwise.expSum(chunk.byteOffset, padded, shift)
    store(chunk, out.data, k + done, 1, count)
  })
  eachChunk(chunk, out.data, k, 1, size, 0, (padded, count, done) => {
    elementwise.scale(chunk.byteOffset, padded, 1 / sum)
    store(chunk, out.data, k + done, 1, count)
  })
}
