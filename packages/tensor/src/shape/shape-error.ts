import { message, showShape } from '@nn/check'

/**
 * A shape that does not fit: the error of every operation whose operands' shapes disagree.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ShapeError } from '@nn/tensor'
 * new ShapeError('add: …') instanceof RangeError // => true
 * cpu.ones([2, 4]).add(cpu.ones([3])) // throws /^add: expected shapes that broadcast/
 * ```
 */
export class ShapeError extends RangeError {
  override readonly name: string = 'ShapeError'
}

/** The error for a shape, or for what is said of one. */
export function shapeError(
  where: string,
  expected: string,
  got: string | readonly number[],
  cure?: string,
): ShapeError {
  return new ShapeError(message(where, expected, typeof got === 'string' ? got : showShape(got), cure))
}
