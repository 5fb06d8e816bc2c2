import type { Kernels } from '@nn/tensor'
import { planWalk, walkRows } from './walk.ts'

/** `(x − mean)·factor·weight + bias` from left to right in double precision, rounded by the store. */
export const standardize: Kernels['standardize'] = (x, mean, factor, weight, bias, out) => {
  const operands = [x, mean, factor, weight, bias, out]
  const walk = planWalk(operands)
  const [dx, dm, df, dw, db, dout] = walk.steps as [number, number, number, number, number, number]
  walkRows(
    walk,
    operands.map(({ offset }) => offset),
    (at) => {
      let [i, m, f, w, b, k] = at as [number, number, number, number, number, number]
      for (let n = 0; n < walk.count; n++, i += dx, m += dm, f += df, w += dw, b += db, k += dout) {
        out.data[k] = (x.data[i]! - mean.data[m]!) * factor.data[f]! * weight.data[w]! + bias.data[b]!
      }
    },
  )
}
