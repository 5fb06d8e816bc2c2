import { message, wrongKind } from '@nn/check'
import { givenBack } from '../memory/given-back.ts'

/** The element types of a tensor. `bool` is stored as bytes 0 and 1. */
export type DType = 'float32' | 'float64' | 'int32' | 'bool'

/** The typed array that stores each dtype. */
export interface DataOf {
  float32: Float32Array
  float64: Float64Array
  int32: Int32Array
  bool: Uint8Array
}

/** The typed array behind a tensor. */
export type TensorData = DataOf[DType]

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const

/** A typed array of `length` zeros for `dtype`. @throws RangeError if there is no memory for so many. */
export function allocate(dtype: DType, length: number): TensorData {
  try {
    return new arrays[dtype](length)
  } catch {
    throw new RangeError(message('tensor', 'elements that fit in memory', `${length} of ${dtype}`))
  }
}

/** A typed array of `length` elements of any values, in memory that was given back where there is some. */
export function unset(dtype: DType, length: number): TensorData {
  const memory = givenBack.take?.(length * arrays[dtype].BYTES_PER_ELEMENT)
  return memory === undefined ? allocate(dtype, length) : new arrays[dtype](memory)
}

/** The array itself, or one of fixed length on the same memory where that may change its size: what is cut off then is noticed. */
export function fixedLength<T extends TensorData>(data: T): T
export function fixedLength(data: TensorData): TensorData {
  const isResizable = 'resizable' in data.buffer && data.buffer.resizable
  return isResizable ? data.subarray(0, data.length) : data
}

/** The dtype that a typed array stores, or undefined if no dtype is stored so. */
export function dtypeOf(data: TensorData): DType
export function dtypeOf(data: unknown): DType | undefined
export function dtypeOf(data: unknown): DType | undefined {
  if (data instanceof Float32Array) return 'float32'
  if (data instanceof Float64Array) return 'float64'
  if (data instanceof Int32Array) return 'int32'
  return data instanceof Uint8Array ? 'bool' : undefined
}

/** Throws unless `value` names a dtype. */
export function checkDType(where: string, value: unknown): void {
  if (typeof value === 'string' && Object.hasOwn(arrays, value)) return
  throw wrongKind(where, "the dtype 'float32', 'float64', 'int32' or 'bool'", value)
}

/** Whether the elements are floating-point numbers. */
export function isFloating(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64'
}

/** Whether an int32 can hold the number; −0 is stored as 0. */
export function isInt32(value: number): boolean {
  return (value | 0) === value
}
