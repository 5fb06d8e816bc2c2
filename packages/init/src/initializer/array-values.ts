import { message, showShape } from '@nn/check'
import { ShapeError, type TensorData } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { checkNumber } from './held.ts'
import type { InitRequest } from './request.ts'
import { allocate, dtypeOf } from './typed-arrays.ts'

/** Numbers in row-major order as the dtype of a request, copied. @throws TypeError or RangeError for one that it cannot hold. */
export function asValues(
  values: TensorData | readonly number[],
  { path, dtype }: Pick<InitRequest, 'path' | 'dtype'>,
): TensorData {
  if (dtype !== dtypeOf(values) || dtype === 'bool')
    for (const value of values) checkNumber(path, value, dtype)
  const copy = allocate(path, dtype, values.length)
  copy.set(values)
  return copy
}

/** The elements of a typed array as the values of a request, copied. @throws ShapeError if there are not as many. */
export function arrayValues(values: TensorData, request: InitRequest): TensorData {
  checkCount(values, request)
  return asValues(values, request)
}

/** Throws unless an array has as many elements as a request. */
export function checkCount(
  values: { readonly length: number },
  { path, shape }: Pick<InitRequest, 'path' | 'shape'>,
): void {
  const size = sizeOf(shape)
  if (values.length === size) return
  throw new ShapeError(message(path, `${size} elements for shape ${showShape(shape)}`, String(values.length)))
}
