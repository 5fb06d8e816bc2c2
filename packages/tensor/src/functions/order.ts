import { checkOptions, flag, type OptionNames } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { unrecorded } from '../operands/interception.ts'
import { contiguousData } from '../ops/cast.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { forLines, linesOf } from './along.ts'
import { emptyError, gather } from './gather.ts'

/** The options of `sort` and `argsort`. */
export interface SortOptions {
  /** Whether the greatest is first. Default false. */
  readonly descending?: boolean | undefined
}

const OPTIONS: OptionNames<SortOptions> = { descending: true }

/**
 * The indices that sort each line along an axis, `[…] → […]` of int32. Equal elements keep their order; NaN is greater than all.
 *
 * @param axis Negative to count from the end. Default -1.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { argsort } from '@nn/tensor'
 * argsort(cpu.tensor([3, 1, 2])).toNested() // => [1, 2, 0]
 * argsort(cpu.tensor([3, 1, 2]), -1, { descending: true }).toNested() // => [0, 2, 1]
 * ```
 */
export function argsort(x: Tensor, axis: number = -1, options: SortOptions = {}): Tensor {
  return indicesOf('argsort', x, axis, options)
}

function indicesOf(where: string, x: Tensor, axis: number, options: SortOptions): Tensor {
  const lines = linesOf(where, x, axis)
  checkOptions(where, options, OPTIONS)
  const sign = flag(where, 'descending', options.descending ?? false) ? -1 : 1
  const values = unrecorded(x.backend, () => contiguousData(x))
  const data = new Int32Array(x.size)
  const order = Array.from({ length: lines.length }, (_, i) => i)
  forLines(lines, (start) => {
    const at = (i: number): number => values[start + i * lines.inner] ?? 0
    const sorted = order.toSorted((i, j) => sign * compare(at(i), at(j)))
    for (const [i, index] of sorted.entries()) data[start + i * lines.inner] = index
  })
  return x.make({ backend: x.backend, data, shape: x.shape })
}

/** In ascending order, NaN last. */
function compare(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
}

/** Sorted elements, and where they were. */
export interface Sorted {
  readonly values: Tensor
  /** int32. */
  readonly indices: Tensor
}

/**
 * The elements of each line along an axis in ascending order, `[…] → […]`, with their indices. Equal elements keep their order; NaN is greater
 * than all.
 *
 * @param axis Negative to count from the end. Default -1.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { sort } from '@nn/tensor'
 * const { values, indices } = sort(cpu.tensor([3, 1, 2]))
 * values.toNested() // => [1, 2, 3]
 * indices.toNested() // => [1, 2, 0]
 * ```
 */
export function sort(x: Tensor, axis: number = -1, options: SortOptions = {}): Sorted {
  const indices = indicesOf('sort', x, axis, options)
  return { values: gather(x, indices, axis), indices }
}

/**
 * The middle element, along an axis or of all: of an even number the lower of the two, as PyTorch's `median`. NaN if there is one.
 *
 * @param axis Negative to count from the end; all elements if left out.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axis, or no elements.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { median } from '@nn/tensor'
 * median(cpu.tensor([4, 1, 3, 2])).item() // => 2
 * median(cpu.tensor([[1, 5, 3], [2, 2, 9]]), 1).toNested() // => [3, 2]
 * ```
 */
export function median(x: Tensor, axis?: number): Tensor {
  checkTensor('median', x)
  if (axis === undefined) return median(x.reshape(-1), 0)
  const { axis: at, length } = linesOf('median', x, axis)
  if (length === 0) throw emptyError('median', x)
  const indices = indicesOf('median', x, at, {})
  const place = (i: number): Tensor => gather(x, indices.slice(...before(at), [i, i + 1]), at).squeeze(at)
  const middle = place((length - 1) >> 1)
  if (x.dtype === 'int32' || x.dtype === 'bool') return middle
  // NaN comes last; any makes the middle NaN.
  const last = place(length - 1)
  return last.isNaN().any().item() ? middle.add(last.sub(last)) : middle
}

function before(axis: number): null[] {
  return new Array<null>(axis).fill(null)
}
