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
