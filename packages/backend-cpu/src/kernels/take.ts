import type { Kernels } from '@nn/tensor'
import { planWalk, walkRows } from './walk.ts'

/** Copies a row of `x` for each index. */
export const take: Kernels['take'] = (x, indices, out) => {
  const outer = indices.shape.length
  const heads = planWalk([indices, out], 0, outer)
  const tails = planWalk([view(x, 1), view(out, outer)])
  const [dindex, dhead] = heads.steps as [number, number]
  const [dx, dout] = tails.steps as [number, number]
  walkRows(heads, [indices.offset, out.offset], ([index, head]) => {
    for (let n = 0; n < heads.count; n++) {
      const row = x.offset + indices.data[index! + n * dindex]! * x.strides[0]!
      walkRows(tails, [row, head! + n * dhead], ([from, to]) => {
        if (dx === 1 && dout === 1) {
          out.data.set(x.data.subarray(from, from! + tails.count), to)
          return
        }
        for (let k = 0, i = from!, j = to!; k < tails.count; k++, i += dx, j += dout) out.data[j] = x.data[i]!
      })
    }
  })
}

/** The shape and strides of the axes from `first` on. */
function view(x: Parameters<Kernels['take']>[0], first: number) {
  return { shape: x.shape.slice(first), strides: x.strides.slice(first) }
}
