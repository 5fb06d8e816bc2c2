import { message } from '@nn/check'
import { ShapeError, type Tensor } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'

/** Both halves of x along an axis. @throws TypeError unless x is a tensor; ShapeError if it has no such axis, or one of odd length */
export function halves(where: string, x: Tensor, axis: number): readonly [Tensor, Tensor] {
  const { ndim, shape } = checkTensor(where, x)
  const at = axis < 0 ? axis + ndim : axis
  const length = shape[at]
  if (length === undefined || length % 2 !== 0) {
    const got = length === undefined ? 'no such axis' : String(length)
    throw new ShapeError(message(where, `an even length along axis ${axis}`, got))
  }
  const before = new Array<null>(at).fill(null)
  return [x.slice(...before, [0, length / 2]), x.slice(...before, [length / 2])]
}
