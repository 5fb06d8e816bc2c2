import { integer, message, showShape, wrongValue } from '@nn/check'
import { allocate, type TensorData } from '../dtype/dtype.ts'
import { checkTensor } from '../operands/check-operand.ts'
import { recorded } from '../operands/interception.ts'
import { sameShape, sizeOf } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { contiguousData } from './cast.ts'

/**
 * Sums of rows by index: `out[indices[i…], …] += x[i…, …]`, `[…index, …rest] → [count, …rest]`; rows that no index names are 0. It adds up
 * what `take` spread: each is the other's gradient. (`jax.ops.segment_sum`; `index_add_` of PyTorch.)
 *
 * @param x Rows, of floats or int32.
 * @param indices int32, in [0, count); their shape is that of the first axes of x.
 * @throws TypeError unless x holds numbers and the indices are int32; RangeError for an index out of range; ShapeError if the shapes do
 * not fit.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { segmentSum } from '@nn/tensor'
 * const indices = cpu.tensor([2, 0, 2], { dtype: 'int32' })
 * segmentSum(cpu.tensor([1, 10, 100]), indices, 4).toNested() // => [10, 0, 101, 0]
 * segmentSum(cpu.tensor([[1, 2], [3, 4], [5, 6]]), indices, 3).toNested() // => [[3, 4], [0, 0], [6, 8]]
 * segmentSum(cpu.ones([3]), indices, 2) // throws /segmentSum: expected indices in \[0, 2\), got 2/
 * ```
 */
export function segmentSum(x: Tensor, indices: Tensor, count: number): Tensor {
  checkTensor('segmentSum', x)
  checkTensor('segmentSum', indices)
  if (x.dtype === 'bool')
    throw new TypeError(message('segmentSum', 'rows of numbers', x.dtype, 'cast them first'))
  if (indices.dtype !== 'int32') throw new TypeError(message('segmentSum', 'indices of int32', indices.dtype))
  integer('segmentSum', 'count', count, 0)
  if (!sameShape(x.shape.slice(0, indices.ndim), indices.shape)) {
    throw shapeError('segmentSum', `indices of the first axes of ${showShape(x.shape)}`, indices.shape)
  }
  const rest = x.shape.slice(indices.ndim)
  return recorded({
    inputs: [x],
    compute: () => {
      const data = allocate(x.dtype, count * sizeOf(rest))
      addRows(data, contiguousData(x), contiguousData(indices), count)
      return x.make({ backend: x.backend, data, shape: [count, ...rest] })
    },
    keep: () => [indices],
    gradient: (g, at) => [g.take(at)],
  })
}

/** Adds each row of `rows` to that of `out` that its index names. */
function addRows(out: TensorData, rows: TensorData, indices: TensorData, count: number): void {
  const length = count === 0 ? 0 : out.length / count
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? 0
    if (index < 0 || index >= count) throw wrongValue('segmentSum', `indices in [0, ${count})`, index)
    if (length === 1) {
      out[index] = (out[index] ?? 0) + (rows[i] ?? 0)
      continue
    }
    const to = index * length
    const from = i * length
    for (let j = 0; j < length; j++) out[to + j] = (out[to + j] ?? 0) + (rows[from + j] ?? 0)
  }
}
