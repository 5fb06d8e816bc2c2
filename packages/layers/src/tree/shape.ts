import { message, show, showShape } from '@nn/check'
import { ShapeError } from '@nn/tensor'

/** Lengths of the axes; null for one that the first input decides. */
export type PartialShape = readonly (number | null)[]

export function isKnown(shape: PartialShape): shape is readonly number[] {
  return !shape.includes(null)
}

/** Throws unless a shape is an array of integers of at least 0, or null where a length is not known yet. */
export function checkLengths(where: string, shape: unknown): asserts shape is PartialShape {
  if (!Array.isArray(shape)) {
    throw new TypeError(message(where, 'shape to be an array of lengths', show(shape)))
  }
  if (shape.every((length) => length === null || (Number.isSafeInteger(length) && length >= 0))) return
  throw new ShapeError(message(where, 'lengths to be integers >= 0 or null', show(shape)))
}

/** Most elements of a typed array on any engine. */
const MOST = 2 ** 32

/** Throws if no typed array holds as many elements as a shape has. */
export function checkSize(where: string, shape: readonly number[]): void {
  const size = shape.reduce((product, length) => product * length, 1)
  if (size <= MOST) return
  const cure = 'make it in slices: init.fillSlice(request, start, end)'
  const expected = `at most 2^32 elements, as typed arrays hold`
  throw new ShapeError(message(where, expected, `${size} of shape ${showShape(shape)}`, cure))
}

/** Whether a shape is the expected one, as far as that is known. */
export function fits(shape: readonly number[], expected: PartialShape): boolean {
  return (
    shape.length === expected.length &&
    expected.every((length, axis) => length === null || length === shape[axis])
  )
}
