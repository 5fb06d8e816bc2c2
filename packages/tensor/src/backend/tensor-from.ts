import { checkOptions, flag, message, type OptionNames, show, showShape } from '@nn/check'
import { allocate, checkDType, type DType, dtypeOf, type TensorData } from '../dtype/dtype.ts'
import { checkStorable } from '../dtype/storable.ts'
import { type Nested, parseNested } from '../nested/parse-nested.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { checkShape, sizeOf } from '../shape/shape.ts'
import { ShapeError } from '../shape/shape-error.ts'
import { makeTensor, type Tensor } from '../tensor/tensor.ts'
import type { TensorOptions } from './creation.ts'
import type { Backend } from './kernels.ts'

const tensorNames: OptionNames<TensorOptions> = { dtype: true, shape: true, copy: true }

/** Values in row-major order and what becomes of them. */
interface Stored {
  readonly backend: Backend
  readonly values: readonly number[] | TensorData
  readonly shape: readonly number[]
  readonly dtype: DType
}

/** A tensor of values that `dtype` can hold. */
export function store(where: string, { backend, values, shape, dtype }: Stored): Tensor {
  checkDType(where, dtype)
  checkStorable(where, values, dtype)
  const data = allocate(dtype, values.length)
  data.set(values)
  return makeTensor({ backend, data, shape })
}

/** The tensor of a number, a boolean, a nested array or a typed array. */
export function tensorFrom(
  backend: Backend,
  source: Nested | TensorData,
  options: TensorOptions = {},
): Tensor {
  checkOptions('tensor', options, tensorNames)
  const { copy = true } = options
  flag('tensor', 'copy', copy)
  if (!isData(source)) return fromNested(backend, source, options)
  return copy ? fromData(backend, source, options) : sharing(backend, source, options)
}

function isData(source: unknown): source is TensorData {
  return dtypeOf(source) !== undefined
}

/** A copy of a typed array. */
function fromData(backend: Backend, values: TensorData, options: TensorOptions): Tensor {
  const { dtype = dtypeOf(values), shape = [values.length] } = options
  checkCount(shape, values.length)
  return store('tensor', { backend, values, shape, dtype })
}

/** A tensor whose storage is the typed array itself. */
function sharing(backend: Backend, data: TensorData, options: TensorOptions): Tensor {
  const stored = dtypeOf(data)
  const { dtype = stored, shape = [data.length] } = options
  checkCount(shape, data.length)
  checkDType('tensor', dtype)
  if (dtype !== stored) {
    const cure = 'leave out copy, or the dtype'
    throw new TypeError(message('tensor', `data of ${dtype} to share`, stored, cure))
  }
  if (dtype === 'bool') checkStorable('tensor', data, dtype)
  return makeTensor({ backend, data, shape })
}

/** A tensor of the elements of nested arrays. */
function fromNested(backend: Backend, source: Nested, options: TensorOptions): Tensor {
  if (isTensor(source)) {
    throw new TypeError(message('tensor', 'numbers or a typed array', 'a tensor', 'use clone() or cast()'))
  }
  if (ArrayBuffer.isView(source)) {
    const cure = 'pass a Float32Array, Float64Array, Int32Array or Uint8Array'
    throw new TypeError(message('tensor', 'an array that stores a dtype', show(source), cure))
  }
  if (options.copy === false) {
    const cure = 'leave out copy, or pass a Float32Array'
    throw new TypeError(message('tensor', 'a typed array to share', show(source), cure))
  }
  const parsed = parseNested('tensor', source)
  const { dtype = parsed.boolean ? 'bool' : 'float32', shape = parsed.shape } = options
  const { values } = parsed
  checkCount(shape, values.length)
  return store('tensor', { backend, values, shape, dtype })
}

/** Throws unless the shape has so many elements. */
function checkCount(shape: readonly number[], count: number): void {
  const size = sizeOf(checkShape('tensor', shape))
  if (size !== count) {
    throw new ShapeError(message('tensor', `${size} elements for shape ${showShape(shape)}`, String(count)))
  }
}
