import { showShape } from '@nn/check'
import { ShapeError } from '@nn/tensor'

/** Lengths of the axes; null for one that the first input decides. */
export type PartialShape = readonly (number | null)[]

export function isKnown(shape: PartialShape): shape is readonly number[] {
  return !shape.includes(null)
}

/** Throws unless every length is an integer of at least 0, or null. */
export function checkLengths(where: string, shape: PartialShape): void {
  for (const length of shape) {
    if (length === null || (Number.isSafeInteger(length) && length >= 0)) continue
    throw new ShapeError(`${where}: expected lengths to be integers >= 0 or null, got ${showShape(shape)}`)
  }
}
