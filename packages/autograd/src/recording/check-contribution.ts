import { message, showShape, wrongKind } from '@nn/check'
import { isTensor, ShapeError } from '@nn/tensor'

/** Throws unless a gradient that was given by hand is a tensor of the shape of its input. */
export function checkContribution(gradient: unknown, shape: readonly number[]): void {
  if (!isTensor(gradient)) throw wrongKind('gradient', 'a tensor, or undefined for 0', gradient)
  if (gradient.ndim === shape.length && gradient.shape.every((n, axis) => n === shape[axis])) return
  throw new ShapeError(
    message('gradient', `shape ${showShape(shape)}, as its input has`, showShape(gradient.shape)),
  )
}
