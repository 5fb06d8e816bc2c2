import { integer, wrongValue } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { concat } from '../ops/join.ts'
import { normalizeAxes, normalizeAxis } from '../shape/axes.ts'
import type { Range } from '../shape/selection.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * The elements in reverse order along axes, `[…] → […]`: a view.
 *
 * @param axes One, several, or all if left out; negative to count from the end.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { flip } from '@nn/tensor'
 * flip(cpu.tensor([[1, 2], [3, 4]]), 0).toNested() // => [[3, 4], [1, 2]]
 * ```
 */
export function flip(x: Tensor, axes?: number | readonly number[]): Tensor {
  checkTensor('flip', x)
  const turned = normalizeAxes('flip', axes, x.ndim)
  return x.slice(...x.shape.map((_, axis): Range => [null, null, turned.includes(axis) ? -1 : 1]))
}

/**
 * The elements moved on by places along axes, those that leave at the end coming in at the front, `[…] → […]`.
 *
 * @param shifts Places: one number for all axes, or one for each; negative towards the front.
 * @param axes One, several, or the last if left out; negative to count from the end.
 * @throws TypeError unless x is a tensor and the places are integers; RangeError if it has no such axes, or there are not as many places.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { roll } from '@nn/tensor'
 * roll(cpu.tensor([1, 2, 3, 4]), 1).toNested() // => [4, 1, 2, 3]
 * roll(cpu.tensor([[1, 2], [3, 4]]), [1, 1], [0, 1]).toNested() // => [[4, 3], [2, 1]]
 * ```
 */
export function roll(
  x: Tensor,
  shifts: number | readonly number[],
  axes: number | readonly number[] = -1,
): Tensor {
  checkTensor('roll', x)
  const list = typeof axes === 'number' ? [axes] : axes
  normalizeAxes('roll', list, x.ndim)
  const places = typeof shifts === 'number' ? list.map(() => shifts) : shifts
  if (!Array.isArray(places) || places.length !== list.length) {
    throw wrongValue('roll', `${list.length} places`, shifts)
  }
  return list.reduce((rolled, axis, i) => rollOne(rolled, integer('roll', 'shifts', places[i]), axis), x)
}

function rollOne(x: Tensor, shift: number, axis: number): Tensor {
  const at = normalizeAxis('roll', axis, x.ndim)
  const length = x.shape[at] ?? 1
  const begin = length === 0 ? 0 : ((-shift % length) + length) % length
  if (begin === 0) return x.clone()
  const part = (from: number, to: number): Tensor =>
    x.slice(...x.shape.map((_, i): Range => (i === at ? [from, to] : [])))
  return concat([part(begin, length), part(0, begin)], at)
}
