import { bitsOf, type FileDType } from './dtypes.ts'

/** The most axes of a tensor, and of an array of NumPy. */
export const MAX_AXES = 64

/** The product of the lengths. */
export function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1)
}

/** The number of elements; undefined if it, or that of any leading axes, is no safe integer. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1
  for (const length of shape) {
    count *= length
    if (!Number.isSafeInteger(count)) return undefined
  }
  // A length of 0 must not hide that the others are absurd.
  return Number.isSafeInteger(product(shape.filter((length) => length > 0))) ? count : undefined
}

/** Bytes of all elements; undefined if they are no whole bytes, or too many to count. */
export function byteCount(dtype: FileDType, shape: readonly number[]): number | undefined {
  const count = elementCount(shape)
  const bits = count === undefined ? Number.NaN : count * bitsOf(dtype)
  return Number.isSafeInteger(bits) && bits % 8 === 0 ? bits / 8 : undefined
}
