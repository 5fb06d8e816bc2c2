import type { Strided } from '@nn/tensor'
import { planWalk, type Walk, walkRows } from '../kernels/walk.ts'
import { eachChunk } from './chunks.ts'
import type { Engine, FoldName } from './engine.ts'

/** How two results of a reduction are made one, and what changes none. */
const folds = {
  sum: [0, (a: number, b: number) => a + b],
  sumSquares: [0, (a: number, b: number) => a + b],
  max: [-Infinity, Math.max],
  min: [Infinity, Math.min],
} as const

/** Reduces the last `axes` axes of float32 `x`, which are `inner`, over all others, which are `outer`. */
export function fold(
  engine: Engine,
  name: FoldName,
  x: Strided,
  outer: Walk,
  inner: Walk,
  out: Strided,
): void {
  const [identity, join] = folds[name]
  const kernel = engine.elementwise[name]
  const [dx, dout] = outer.steps as [number, number]
  const step = inner.steps[0]!
  walkRows(outer, [x.offset, out.offset], (at) => {
    for (let n = 0, i = at[0]!, k = at[1]!; n < outer.count; n++, i += dx, k += dout) {
      let total: number = identity
      walkRows(inner, [i], (start) => {
        eachChunk(engine.x, x.data, start[0]!, step, inner.count, identity, (padded) => {
          total = join(total, kernel(engine.x.byteOffset, padded))
        })
      })
      out.data[k] = total
    }
  })
}

/** The walks of a reduction of the last `axes` axes. */
export function planFold(x: Strided, axes: number, out: Strided): readonly [outer: Walk, inner: Walk] {
  const kept = x.shape.length - axes
  return [planWalk([x, out], 0, kept), planWalk([x], kept)]
}
