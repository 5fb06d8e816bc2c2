import { wrongKind, wrongValue } from '@nn/check'
import { type DType, isInt32 } from './dtype.ts'

/** The numbers of an array or a typed array. */
type Numbers = readonly number[] | Float32Array | Float64Array | Int32Array | Uint8Array

/**
 * Throws unless `dtype` can hold every value: int32 the integers of 32 bits, bool 0 and 1, float32 and float64 every number, rounded,
 * but no finite one that would become infinite.
 */
export function checkStorable(where: string, values: Numbers, dtype: DType): void {
  if (dtype !== 'float64') for (const value of values) checkValue(where, value, dtype)
}

/** `checkStorable` of one value. */
export function checkValue(where: string, value: number, dtype: DType): void {
  if (!holds(dtype, value)) refuse(where, value, dtype)
}

function holds(dtype: DType, value: number): boolean {
  if (dtype === 'int32') return isInt32(value)
  if (dtype === 'bool') return value === 0 || value === 1
  return dtype === 'float64' || Number.isFinite(Math.fround(value)) || !Number.isFinite(value)
}

function refuse(where: string, value: number, dtype: DType): never {
  if (dtype === 'float32') {
    throw wrongValue(where, 'numbers below 2^128 for float32', value, "use dtype 'float64'")
  }
  if (dtype === 'bool') {
    throw wrongKind(where, 'booleans, or 0 and 1, for bool', value, "use dtype 'float32', or compare first")
  }
  if (Number.isInteger(value)) {
    throw wrongValue(where, 'integers in [-2147483648, 2147483648) for int32', value)
  }
  throw wrongKind(where, 'integers for int32', value, "use dtype 'float32', or round and cast first")
}

/** Throws unless every value truncates to an integer of 32 bits. */
export function checkTruncatable(where: string, values: Numbers): void {
  for (const value of values) {
    if (!isInt32(Math.trunc(value))) {
      throw wrongValue(where, 'finite values in [-2147483648, 2147483648) for int32', value)
    }
  }
}
