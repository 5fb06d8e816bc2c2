import { message, showShape, wrongKind } from '@nn/check'
import { isTensor, ShapeError } from '@nn/tensor'
import { isAlike } from '../tape/layout.ts'
import type { Place } from '../tape/memory.ts'

/** Throws unless a gradient that was given by hand is a tensor of the shape of its input. */
export function checkContribution(gradient: unknown, place: Place): void {
  if (!isTensor(gradient)) throw wrongKind('gradient', 'a tensor, or undefined for 0', gradient)
  if (isAlike(gradient, place)) return
  throw new ShapeError(
    message('gradient', `shape ${showShape(place.shape)}, as its input has`, showShape(gradient.shape)),
  )
}
