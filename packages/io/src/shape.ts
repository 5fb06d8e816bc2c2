import { bitsOf, type FileDType } from './dtypes.ts'

/** The number of elements; undefined if it, or that of any leading axes, is no safe integer. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1
  for (const length of shape) {
    count *= length
    if (!Number.isSafeInteger(count)) return undefined
  }
  // A length of 0 must not hide that the others are absurd.
  const others = shape.filter((length) => length > 0).reduce((product, length) => product * length, 1)
  return Number.isSafeInteger(others) ? count : undefined
}

/** Bytes of all elements; undefined if they are no whole bytes, or too many to count. */
export function byteCount(dtype: FileDType, shape: readonly number[]): number | undefined {
  const count = elementCount(shape)
  const bits = count === undefined ? Number.NaN : count * bitsOf(dtype)
  return Number.isSafeInteger(bits) && bits % 8 === 0 ? bits / 8 : undefined
}

/** `[2, 3]` */
export function showShape(shape: readonly number[]): string {
  const shown = shape.slice(0, 12).join(', ')
  return shape.length > 12 ? `[${shown}, …]` : `[${shown}]`
}
