import { keysOf, message, oneOf } from '@nn/check'
import type { DType, TensorData } from '@nn/tensor'

/** The typed array that stores each dtype. */
const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array } as const

/** The typed arrays of each dtype, on memory of their own. */
export interface ArrayOf {
  float32: Float32Array<ArrayBuffer>
  float64: Float64Array<ArrayBuffer>
  int32: Int32Array<ArrayBuffer>
  bool: Uint8Array<ArrayBuffer>
}

/** Zeros of a dtype. @throws TypeError or RangeError if there is no such dtype, RangeError if there is no memory for so many. */
export function allocate<D extends DType>(where: string, dtype: D, length: number): ArrayOf[D]
export function allocate(where: string, dtype: DType, length: number): TensorData {
  const { [dtype]: TypedArray } = ARRAYS
  if (TypedArray === undefined) oneOf(where, 'dtype', dtype, keysOf(ARRAYS))
  try {
    return new TypedArray(length)
  } catch {
    throw new RangeError(message(where, 'elements that fit in memory', `${length} of ${dtype}`))
  }
}

/** The dtype that an array stores; undefined of what stores none. */
export function dtypeOf(value: TensorData): DType
export function dtypeOf(value: unknown): DType | undefined
export function dtypeOf(value: unknown): DType | undefined {
  if (value instanceof Float32Array) return 'float32'
  if (value instanceof Float64Array) return 'float64'
  if (value instanceof Int32Array) return 'int32'
  return value instanceof Uint8Array ? 'bool' : undefined
}

/** Whether a value is an array that can be a tensor's storage. */
export function isStorage(value: unknown): value is TensorData {
  return dtypeOf(value) !== undefined
}
