import type { Kernels, TensorData } from '@nn/tensor'
import { planWalk, walkRows } from './walk.ts'

/** The mean and the sum of the squared distances from it, row by row in row-major order. */
export const moments: Kernels['moments'] = (x, axes, mean, squares) => {
  const kept = x.shape.length - axes
  const size = x.shape.slice(kept).reduce((product, n) => product * n, 1)
  const outer = planWalk([x, mean, squares], 0, kept)
  const inner = planWalk([x], kept)
  const [dx, dmean, dsquares] = outer.steps as [number, number, number]
  const total = (i: number, centre: number, power: 1 | 2): number => {
    let sum = 0
    walkRows(inner, [i], (at) => {
      sum = addRow(sum, x.data, at[0]!, inner.steps[0]!, inner.count, centre, power)
    })
    return sum
  }
  walkRows(outer, [x.offset, mean.offset, squares.offset], (at) => {
    for (let n = 0; n < outer.count; n++) {
      const i = at[0]! + n * dx
      const centre = total(i, 0, 1) / size
      mean.data[at[1]! + n * dmean] = centre
      squares.data[at[2]! + n * dsquares] = total(i, centre, 2)
    }
  })
}

/** `sum` plus the elements, or plus their squared distances from `centre`. */
function addRow(
  sum: number,
  x: TensorData,
  i: number,
  di: number,
  count: number,
  centre: number,
  power: 1 | 2,
): number {
  if (power === 1) for (let n = 0; n < count; n++, i += di) sum += x[i]!
  else for (let n = 0; n < count; n++, i += di) sum += (x[i]! - centre) * (x[i]! - centre)
  return sum
}
