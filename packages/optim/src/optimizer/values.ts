import { message, showShape } from '@nn/check'
import { ShapeError, type Tensor } from '@nn/tensor'

/** The elements of a tensor of floats. */
export type Values = Float32Array | Float64Array

/** The elements of a float tensor in row-major order: the storage itself where that is what it holds. */
export function valuesOf(where: string, name: string, tensor: Tensor): Values {
  const { data, offset, size } = tensor.contiguous()
  if (data instanceof Float32Array || data instanceof Float64Array) {
    return offset === 0 && data.length === size ? data : data.subarray(offset, offset + size)
  }
  throw new TypeError(message(where, `floats in ${name}`, tensor.dtype, 'cast it first'))
}

/** Zeros, or another value, of the kind of `like`. */
export function filledLike(like: Values, value: number): Values {
  const filled = like instanceof Float64Array ? new Float64Array(like.length) : new Float32Array(like.length)
  return value === 0 ? filled : filled.fill(value)
}

/** @throws ShapeError unless a tensor has the shape. */
export function checkShape(where: string, name: string, tensor: Tensor, shape: readonly number[]): void {
  const { length } = shape
  if (tensor.ndim === length && shape.every((axis, i) => axis === tensor.shape[i])) return
  throw new ShapeError(message(where, `${name} of shape ${showShape(shape)}`, showShape(tensor.shape)))
}
