import { integer, showShape, wrongKind, wrongValue } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { where as choose } from '../ops/elementwise.ts'
import { view } from '../ops/results.ts'
import { normalizeAxis } from '../shape/axes.ts'
import { item } from '../shape/item.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * The lower triangle of each matrix, `[…, m, n] → […, m, n]`, 0 above the diagonal.
 *
 * @param diagonal Which one: 0 is the main one, k the k-th above it. Default 0.
 * @throws TypeError unless x is a tensor and the diagonal an integer; ShapeError if it has no matrices.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { tril } from '@nn/tensor'
 * tril(cpu.ones([2, 3])).toNested() // => [[1, 0, 0], [1, 1, 0]]
 * ```
 */
export function tril(x: Tensor, diagonal: number = 0): Tensor {
  const distances = distancesIn('tril', x, diagonal)
  return choose(distances.le(diagonal), x, 0)
}

/**
 * The upper triangle of each matrix, `[…, m, n] → […, m, n]`, 0 below the diagonal.
 *
 * @param diagonal Which one: 0 is the main one, k the k-th above it. Default 0.
 * @throws TypeError unless x is a tensor and the diagonal an integer; ShapeError if it has no matrices.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { triu } from '@nn/tensor'
 * triu(cpu.ones([2, 3]), 1).toNested() // => [[0, 1, 1], [0, 0, 1]]
 * ```
 */
export function triu(x: Tensor, diagonal: number = 0): Tensor {
  const distances = distancesIn('triu', x, diagonal)
  return choose(distances.ge(diagonal), x, 0)
}

/** How far each column is behind its row, `[m, n]`. */
function distancesIn(where: string, x: Tensor, diagonal: number): Tensor {
  checkMatrices(where, x)
  integer(where, 'diagonal', diagonal)
  const [rows = 0, columns = 0] = x.shape.slice(-2)
  const { backend } = x
  return backend.arange(columns).sub(backend.arange(rows).unsqueeze(1))
}

function checkMatrices(where: string, x: Tensor): void {
  checkTensor(where, x)
  if (x.ndim >= 2) return
  throw shapeError(where, 'a tensor of matrices', `shape ${showShape(x.shape)}`)
}

/**
 * The diagonal of each matrix along two axes, as a new last axis: a view.
 *
 * @param offset Which one: 0 is the main one, k the k-th above it. Default 0.
 * @param axes Those of the matrices. Default the first two, as in NumPy and PyTorch.
 * @throws TypeError unless x is a tensor and the offset an integer; RangeError if it has no such two axes; ShapeError if it has no matrices.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { diagonal } from '@nn/tensor'
 * const x = cpu.arange(6).reshape(2, 3)
 * diagonal(x).toNested() // => [0, 4]
 * diagonal(x, 1).toNested() // => [1, 5]
 * ```
 */
export function diagonal(x: Tensor, offset: number = 0, axes: readonly [number, number] = [0, 1]): Tensor {
  checkMatrices('diagonal', x)
  integer('diagonal', 'offset', offset)
  if (!Array.isArray(axes) || axes.length !== 2) throw wrongKind('diagonal', 'two axes', axes)
  const [row, column] = [
    normalizeAxis('diagonal', axes[0], x.ndim),
    normalizeAxis('diagonal', axes[1], x.ndim),
  ]
  if (row === column) throw wrongValue('diagonal', 'two different axes', axes)
  const [down, right] = [Math.max(0, -offset), Math.max(0, offset)]
  const length = Math.max(0, Math.min(item(x.shape, row) - down, item(x.shape, column) - right))
  const [rowStride, columnStride] = [item(x.strides, row), item(x.strides, column)]
  const isLeft = (_: number, axis: number): boolean => axis !== row && axis !== column
  return view(x, {
    shape: [...x.shape.filter(isLeft), length],
    strides: [...x.strides.filter(isLeft), rowStride + columnStride],
    offset: length === 0 ? x.offset : x.offset + down * rowStride + right * columnStride,
  })
}
