import { show, showShape, wrongKind } from '@nn/check'
import { shapeError } from './shape-error.ts'

/** The most axes of a tensor, as in NumPy: what goes through axes one inside of another never goes too deep. */
const MOST_AXES = 64

/** Sizes or axes one by one, or in one array: `reshape(2, 3)` and `reshape([2, 3])`. */
export type Listed = readonly number[] | readonly [list: readonly number[]]

/** The sizes or axes of a list, whichever way they were given. */
export function listOf(given: Listed): readonly number[] {
  return isOneArray(given) ? given[0] : given
}

function isOneArray(given: Listed): given is readonly [readonly number[]] {
  return given.length === 1 && Array.isArray(given[0])
}

/** The number of elements: the product of the sizes, 1 for `[]`. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}

/** The strides of a row-major array without gaps. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step
    step *= Math.max(shape[axis] ?? 1, 1)
  }
  return strides
}

/** Whether two lists of numbers, such as shapes or strides, are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return true
}

/** Whether all items of a list are numbers. */
export function areNumbers(list: readonly unknown[]): list is readonly number[] {
  return list.every((item) => typeof item === 'number')
}

/** Whether all items of a list, which has no holes, are integers of at least `least`. */
export function areCounts(list: readonly unknown[], least = 0): list is readonly number[] {
  for (const n of list) if (!Number.isSafeInteger(n) || Number(n) < least) return false
  return true
}

/** Returns `shape`; throws unless it is an array of non-negative integers, and not too many of them. */
export function checkShape(where: string, shape: readonly number[]): readonly number[] {
  if (!Array.isArray(shape)) {
    throw wrongKind(where, 'a shape like [2, 4]', shape, 'write it as an array of sizes')
  }
  checkNdim(where, shape.length)
  if (!areCounts(shape)) {
    throw shapeError(where, 'a shape of non-negative integers', show(shape))
  }
  return shape
}

/** `checkShape` of a shape, or of the only size of one. */
export function shapeOf(where: string, shape: number | readonly number[]): readonly number[] {
  return checkShape(where, typeof shape === 'number' ? [shape] : shape)
}

/** Throws if there are more axes than a tensor has. */
export function checkNdim(where: string, ndim: number): void {
  if (ndim <= MOST_AXES) return
  throw shapeError(where, `at most ${MOST_AXES} axes`, String(ndim))
}

/** The shape that `a` and `b` are both broadcast to: equal sizes, or one of them 1, counted from the last axis. */
export function broadcastShapes(
  where: string,
  a: readonly number[],
  b: readonly number[],
): readonly number[] {
  if (sameShape(a, b)) return a
  const ndim = Math.max(a.length, b.length)
  const shape = new Array<number>(ndim)
  for (let back = 1; back <= ndim; back++) {
    const m = a[a.length - back] ?? 1
    const n = b[b.length - back] ?? 1
    if (m !== n && m !== 1 && n !== 1) {
      const got = `${showShape(a)} and ${showShape(b)}`
      throw shapeError(where, 'shapes that broadcast', got, `axis ${-back} has ${m} and ${n} elements`)
    }
    shape[ndim - back] = m === 1 ? n : m
  }
  return shape
}
