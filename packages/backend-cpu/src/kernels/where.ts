import type { Kernels } from '@nn/tensor'
import { planWalk, walkRows } from './walk.ts'

/** `out = condition ? a : b`. */
export const where: Kernels['where'] = (condition, a, b, out) => {
  const walk = planWalk([condition, a, b, out])
  const [dc, da, db, dout] = walk.steps as [number, number, number, number]
  walkRows(walk, [condition.offset, a.offset, b.offset, out.offset], (at) => {
    let [c, i, j, k] = at as [number, number, number, number]
    for (let n = 0; n < walk.count; n++, c += dc, i += da, j += db, k += dout) {
      out.data[k] = condition.data[c] !== 0 ? a.data[i]! : b.data[j]!
    }
  })
}
