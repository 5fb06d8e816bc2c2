import { message, showShape } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { contiguousData } from '../ops/cast.ts'
import { segmentSum } from '../ops/segment-sum.ts'
import { rowMajor } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { checkIndices, linesOf } from './along.ts'

/**
 * Elements by their index along an axis: `out[i, j, k] = x[i, indices[i, j, k], k]` for axis 1, as PyTorch's `gather` and NumPy's
 * `take_along_axis`; the result has the shape of the indices.
 *
 * @param indices int32, with as many axes as x, none of the others longer.
 * @param axis Negative to count from the end.
 * @throws TypeError unless both are tensors and the indices int32; RangeError if there is no such axis or an index is out of range; ShapeError if
 * the shapes do not fit.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { gather } from '@nn/tensor'
 * const indices = cpu.tensor([[1], [0]], { dtype: 'int32' })
 * gather(cpu.tensor([[1, 2], [3, 4]]), indices, 1).toNested() // => [[2], [3]]
 * ```
 */
export function gather(x: Tensor, indices: Tensor, axis: number): Tensor {
  const places = placesOf('gather', x, indices, axis)
  return x.reshape(-1).take(places)
}

/**
 * x with each element of `source` added where its index says: `out[i, indices[i, j, k], k] += source[i, j, k]` for axis 1, as PyTorch's
 * `scatter_add`. It is the opposite of `gather`: each is the other's gradient.
 *
 * @param indices int32, of the shape of the source, with as many axes as x, none of the others longer.
 * @param axis Negative to count from the end.
 * @throws TypeError unless all are tensors, the indices int32; RangeError if there is no such axis or an index is out of range; ShapeError if the
 * shapes do not fit.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { scatterAdd } from '@nn/tensor'
 * const indices = cpu.tensor([0, 2, 0], { dtype: 'int32' })
 * scatterAdd(cpu.ones([3]), indices, cpu.tensor([1, 10, 100]), 0).toNested() // => [102, 1, 11]
 * ```
 */
export function scatterAdd(x: Tensor, indices: Tensor, source: Tensor, axis: number): Tensor {
  const places = placesOf('scatterAdd', x, indices, axis)
  checkTensor('scatterAdd', source)
  if (String(source.shape) !== String(indices.shape)) {
    throw shapeError('scatterAdd', `a source of shape ${showShape(indices.shape)}`, source.shape)
  }
  return segmentSum(source.reshape(-1), places.reshape(-1), x.size)
    .reshape(...x.shape)
    .add(x)
}

/** The place of each indexed element among those of x in row-major order, in the shape of the indices. */
function placesOf(where: string, x: Tensor, indices: Tensor, axis: number): Tensor {
  const { axis: at, length } = linesOf(where, x, axis)
  checkTensor(where, indices)
  const fits =
    indices.ndim === x.ndim && indices.shape.every((count, i) => i === at || count <= (x.shape[i] ?? 0))
  if (!fits) {
    const expected = `indices with the axes of ${showShape(x.shape)}, none but axis ${axis} longer`
    throw shapeError(where, expected, indices.shape)
  }
  const values = contiguousData(indices)
  checkIndices(where, indices, values, length)
  const strides = rowMajor(x.shape)
  const data = new Int32Array(values.length)
  const place = new Array<number>(x.ndim).fill(0)
  for (const [i, index] of values.entries()) {
    let sum = 0
    for (let k = 0; k < strides.length; k++) sum += (k === at ? index : (place[k] ?? 0)) * (strides[k] ?? 0)
    data[i] = sum
    advance(place, indices.shape)
  }
  return x.make({ backend: x.backend, data, shape: indices.shape })
}

/** The next place in row-major order. */
function advance(place: number[], shape: readonly number[]): void {
  for (let k = shape.length - 1; k >= 0; k--) {
    place[k] = (place[k] ?? 0) + 1
    if ((place[k] ?? 0) < (shape[k] ?? 0)) return
    place[k] = 0
  }
}

/**
 * Slices by their index along an axis, `[…, n, …] → […, indices, …]`, as PyTorch's `index_select` and NumPy's `take` with an axis.
 *
 * @param indices int32, one axis.
 * @param axis Negative to count from the end.
 * @throws TypeError unless both are tensors and the indices int32; RangeError if there is no such axis or an index is out of range; ShapeError
 * unless the indices have one axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { indexSelect } from '@nn/tensor'
 * const indices = cpu.tensor([2, 0], { dtype: 'int32' })
 * indexSelect(cpu.arange(6).reshape(2, 3), indices, 1).toNested() // => [[2, 0], [5, 3]]
 * ```
 */
export function indexSelect(x: Tensor, indices: Tensor, axis: number): Tensor {
  const { axis: at, length } = linesOf('indexSelect', x, axis)
  checkTensor('indexSelect', indices)
  if (indices.ndim !== 1) throw shapeError('indexSelect', 'indices of one axis', indices.shape)
  checkIndices('indexSelect', indices, contiguousData(indices), length)
  return x
    .permute(...swapped(x.ndim, at))
    .take(indices)
    .permute(...swapped(x.ndim, at))
}

/** Axes with one that changes places with the first. */
function swapped(ndim: number, axis: number): number[] {
  const axes = Array.from({ length: ndim }, (_, i) => i)
  axes[axis] = 0
  axes[0] = axis
  return axes
}

/** The error of a tensor without elements. */
export function emptyError(where: string, x: Tensor): RangeError {
  return new RangeError(message(where, 'at least one element', `shape ${showShape(x.shape)}`))
}
