import { isFloating } from '../dtype/dtype.ts'
import { toFloating } from '../dtype/promote.ts'
import { checkTensor } from '../operands/check-operand.ts'
import { recorded } from '../operands/interception.ts'
import { castTo, contiguousData } from '../ops/cast.ts'
import { emptyLike } from '../ops/results.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * A function of each element, computed in double precision and rounded once; integers become floats. `slope` is its derivative, as operations of
 * tensors, from x and from the result.
 */
export function scalarFunction(
  where: string,
  x: Tensor,
  fn: (value: number) => number,
  slope: (x: Tensor, y: Tensor) => Tensor,
): Tensor {
  checkTensor(where, x)
  const source = isFloating(x.dtype) ? x : castTo(x, toFloating(x.dtype))
  return recorded({
    inputs: [source],
    compute: () => {
      const out = emptyLike(source, source.shape, source.dtype)
      const values = contiguousData(source)
      for (let i = 0; i < values.length; i++) out.data[i] = fn(values[i] ?? 0)
      return out
    },
    keep: (y) => [source, y],
    gradient: (g, kept, y) => [g.mul(slope(kept ?? source, y ?? source))],
  })
}
