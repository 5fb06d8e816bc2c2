import { integer, message, showShape, wrongKind } from '@nn/check'
import type { Range } from '../shape/selection.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { linesOf } from './along.ts'

/**
 * Pieces along an axis: views of so many elements each, the last of what is left, or of the given sizes.
 *
 * @param sizes One size for all, or one for each piece, which add up to the axis's length.
 * @param axis Negative to count from the end. Default 0.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axis or a size is wrong; ShapeError if they do not add up.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { split } from '@nn/tensor'
 * split(cpu.arange(5), 2).map((piece) => piece.shape) // => [[2], [2], [1]]
 * split(cpu.arange(5), [4, 1])[1]?.toNested() // => [4]
 * ```
 */
export function split(x: Tensor, sizes: number | readonly number[], axis: number = 0): Tensor[] {
  const { axis: at, length } = linesOf('split', x, axis)
  const list = typeof sizes === 'number' ? equalSizes(length, integer('split', 'sizes', sizes, 1)) : sizes
  if (!Array.isArray(list)) throw wrongKind('split', 'a size, or an array of sizes', sizes)
  const checked = Array.from(list, (size, i) => integer('split', `sizes[${i}]`, size, 0))
  const total = checked.reduce((sum, size) => sum + size, 0)
  if (total !== length) {
    const expected = `sizes that add up to axis ${axis} of ${showShape(x.shape)}`
    throw shapeError('split', expected, String(total))
  }
  let start = 0
  return checked.map((size) => {
    const range: Range = [start, start + size]
    start += size
    return x.slice(...x.shape.map((_, i): Range => (i === at ? range : [])))
  })
}

function equalSizes(length: number, size: number): number[] {
  return Array.from({ length: Math.ceil(length / size) }, (_, i) => Math.min(size, length - i * size))
}

/**
 * At most so many pieces of equal size along an axis, the last of what is left: views, as PyTorch's `chunk`.
 *
 * @param axis Negative to count from the end. Default 0.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axis or the count is no integer above 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { chunk } from '@nn/tensor'
 * chunk(cpu.arange(5), 2).map((piece) => piece.toNested()) // => [[0, 1, 2], [3, 4]]
 * ```
 */
export function chunk(x: Tensor, count: number, axis: number = 0): Tensor[] {
  const { length } = linesOf('chunk', x, axis)
  const size = Math.ceil(length / integer('chunk', 'count', count, 1))
  if (size === 0) throw new RangeError(message('chunk', 'an axis with elements', `length 0 of axis ${axis}`))
  return split(x, size, axis)
}
