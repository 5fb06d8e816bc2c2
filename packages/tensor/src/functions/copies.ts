import { integer, wrongKind } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { linesOf } from './along.ts'

/**
 * The whole tensor so many times along each axis, `[n, …] → [counts[0]·n, …]`, as NumPy's `tile` and PyTorch's `repeat`. With more counts
 * than axes the tensor gets axes of length 1 in front, with fewer the last axes are meant.
 *
 * @throws TypeError unless x is a tensor and counts an array; RangeError if a count is no integer >= 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { tile } from '@nn/tensor'
 * tile(cpu.tensor([1, 2]), [2]).toNested() // => [1, 2, 1, 2]
 * tile(cpu.tensor([1, 2]), [2, 1]).toNested() // => [[1, 2], [1, 2]]
 * ```
 */
export function tile(x: Tensor, counts: readonly number[]): Tensor {
  checkTensor('tile', x)
  if (!Array.isArray(counts)) throw wrongKind('tile', 'an array of counts', counts)
  const times = Array.from(counts, (count, i) => integer('tile', `counts[${i}]`, count, 0))
  const ndim = Math.max(times.length, x.ndim)
  const shape = [...new Array<number>(ndim - x.ndim).fill(1), ...x.shape]
  const all = [...new Array<number>(ndim - times.length).fill(1), ...times]
  const apart = x.reshape(...shape.flatMap((length) => [1, length]))
  const spread = apart.expand(...shape.flatMap((length, i) => [all[i] ?? 1, length]))
  return spread.reshape(...shape.map((length, i) => (all[i] ?? 1) * length)).clone()
}

/**
 * Each element so many times along an axis, `[…, n, …] → […, count·n, …]`, as NumPy's and JAX's `repeat` and PyTorch's `repeat_interleave`.
 *
 * @param axis Negative to count from the end. Default 0.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axis or the count is no integer >= 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { repeat } from '@nn/tensor'
 * repeat(cpu.tensor([1, 2]), 2).toNested() // => [1, 1, 2, 2]
 * ```
 */
export function repeat(x: Tensor, count: number, axis: number = 0): Tensor {
  const { axis: at, length } = linesOf('repeat', x, axis)
  const times = integer('repeat', 'count', count, 0)
  const spread = x.unsqueeze(at + 1).expand(...x.shape.toSpliced(at + 1, 0, times))
  return spread.reshape(...x.shape.with(at, length * times)).clone()
}
