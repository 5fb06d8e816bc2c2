import { checkGiven, message, type OptionNames, show, showShape, wrongKind } from '@nn/check'
import type { Backend } from '../backend/kernels.ts'
import { checkDType, type DType, dtypeOf, type TensorData } from '../dtype/dtype.ts'
import { extent } from '../shape/layout.ts'
import { checkShape, rowMajor, sizeOf } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'

/** What a tensor is made of. */
export interface TensorInit {
  readonly backend: Backend
  readonly data: TensorData
  /** The dtype that `data` stores, if left out. */
  readonly dtype?: DType
  readonly shape: readonly number[]
  /** Row-major if left out. */
  readonly strides?: readonly number[]
  /** Default 0. */
  readonly offset?: number
}

const names: OptionNames<TensorInit> = {
  backend: true,
  data: true,
  dtype: true,
  shape: true,
  strides: true,
  offset: true,
}

/** Returns the dtype that the data stores; throws unless a tensor can be made of the parts. */
export function checkInit(init: TensorInit): DType {
  checkGiven('Tensor', init, names)
  const { backend, data, dtype, shape, strides, offset = 0 } = init
  if (typeof backend?.copy !== 'function') {
    throw wrongKind('Tensor', 'a backend', backend, 'pass one, as cpu of @nn/backend-cpu')
  }
  const unchecked: unknown = data
  const stored = dtypeOf(unchecked)
  if (stored === undefined) {
    const expected = 'data in a Float32Array, Float64Array, Int32Array or Uint8Array'
    throw wrongKind('Tensor', expected, data)
  }
  if (dtype !== undefined && dtype !== stored) {
    checkDType('Tensor', dtype)
    throw new TypeError(message('Tensor', `data of ${dtype}`, stored, 'cast() the tensor'))
  }
  checkShape('Tensor', shape)
  if (strides === undefined && offset === 0 && sizeOf(shape) <= data.length) return stored
  checkFits(data, shape, strides === undefined ? rowMajor(shape) : strides, offset)
  return stored
}

/** Throws unless there is a stride for each axis, and every element lies inside of the data. */
function checkFits(
  data: TensorData,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): void {
  const isLayout = Array.isArray(strides) && strides.length === shape.length
  if (!isLayout || !strides.every(Number.isSafeInteger) || !Number.isSafeInteger(offset)) {
    const got = `strides ${show(strides)} and offset ${show(offset)}`
    throw shapeError('Tensor', `an integer stride for each axis of ${showShape(shape)}`, got)
  }
  const [low, high] = extent({ shape, strides, offset })
  if (sizeOf(shape) > 0 && (low < 0 || high >= data.length)) {
    const expected = `data with positions ${low} to ${high} for shape ${showShape(shape)}`
    throw shapeError('Tensor', expected, `${data.length} elements`)
  }
}
