import { message, showShape } from '@nn/check'
import { ShapeError, type Tensor, type TensorData } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { castHeld } from './held.ts'
import type { InitRequest } from './request.ts'

/** Whether a value is an array that can be a tensor's storage. */
export function isStorage(value: unknown): value is TensorData {
  return [Float32Array, Float64Array, Int32Array, Uint8Array].some((type) => value instanceof type)
}

/** The elements of a typed array as the values of a request, copied. @throws ShapeError if there are not as many. */
export function arrayValues(values: TensorData, request: InitRequest): Tensor {
  const { path, shape, dtype, backend } = request
  checkCount(values, request)
  if (dtype === 'float32') return castHeld(path, backend.tensor(values, { shape }), dtype)
  return backend.tensor(values, { shape, dtype })
}

/** Throws unless an array has as many elements as a request. */
export function checkCount(values: TensorData, { path, shape }: InitRequest): void {
  const size = sizeOf(shape)
  if (values.length === size) return
  throw new ShapeError(message(path, `${size} elements for shape ${showShape(shape)}`, String(values.length)))
}
