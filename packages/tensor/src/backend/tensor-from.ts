import { checkOptions, flag, isDetached, message, type OptionNames, showShape, wrongKind } from '@nn/check'
import { allocate, checkDType, type DType, dtypeOf, fixedLength, type TensorData } from '../dtype/dtype.ts'
import { checkStorable } from '../dtype/storable.ts'
import { type Nested, parseNested } from '../nested/parse-nested.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { sameShape, shapeOf, sizeOf } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
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
function store(where: string, { backend, values, shape, dtype }: Stored): Tensor {
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
  const parsed = isData(source) ? elementsOf(source) : parse(source, copy)
  const { values } = parsed
  const { dtype = parsed.dtype } = options
  const shape = options.shape === undefined ? parsed.shape : shapeOf('tensor', options.shape)
  checkCount(shape, values.length)
  if (parsed.shape.length > 1 && !sameShape(shape, parsed.shape)) {
    throw shapeError(
      'tensor',
      `the shape ${showShape(parsed.shape)} of the nested arrays`,
      shape,
      'reshape the tensor',
    )
  }
  if (copy || !isData(source)) return store('tensor', { backend, values, shape, dtype })
  checkDType('tensor', dtype)
  if (dtype !== parsed.dtype) {
    const cure = 'leave out copy, or the dtype'
    throw new TypeError(message('tensor', `data of ${dtype} to share`, parsed.dtype, cure))
  }
  if (dtype === 'bool') checkStorable('tensor', source, dtype)
  return makeTensor({ backend, data: fixedLength(source), shape })
}

function isData(source: unknown): source is TensorData {
  return dtypeOf(source) !== undefined
}

/** What a source says of its elements. */
type Elements = Omit<Stored, 'backend'>

/** The elements of a typed array. */
function elementsOf(values: TensorData): Elements {
  if (isDetached(values)) throw wrongKind('tensor', 'an array with its memory', values)
  return { values, shape: [values.length], dtype: dtypeOf(values) }
}

/** The elements of nested arrays, which cannot be shared. */
function parse(source: Nested, copy: boolean): Elements {
  if (isTensor(source)) {
    throw new TypeError(message('tensor', 'numbers or a typed array', 'a tensor', 'use clone() or cast()'))
  }
  if (ArrayBuffer.isView(source)) {
    const cure = 'pass a Float32Array, Float64Array, Int32Array or Uint8Array'
    throw wrongKind('tensor', 'an array that stores a dtype', source, cure)
  }
  if (!copy) {
    const cure = 'leave out copy, or pass a Float32Array'
    throw wrongKind('tensor', 'a typed array to share', source, cure)
  }
  const { values, shape, boolean } = parseNested('tensor', source)
  return { values, shape, dtype: boolean ? 'bool' : 'float32' }
}

/** Throws unless the shape has so many elements. */
function checkCount(shape: readonly number[], count: number): void {
  const size = sizeOf(shape)
  if (size !== count) {
    throw shapeError('tensor', `${size} elements for shape ${showShape(shape)}`, String(count))
  }
}
