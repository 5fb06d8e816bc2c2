import { integer, message } from '@nn/check'
import { ShapeError, type Tensor } from '@nn/tensor'
import { checkCalled, checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `a·sigmoid(b)`, a and b the halves of x along an axis (Dauphin et al., 2016,
 * https://arxiv.org/abs/1612.08083): `[…, 2k, …] → […, k, …]`.
 *
 * @param axis Negative to count from the end. Default -1.
 * @throws TypeError or RangeError if axis is no integer; what it gives throws a ShapeError if x has no such axis, or one of odd length.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { glu } from '@nn/layers'
 * glu()(cpu.tensor([3, 4, 0, 0])).toNested() // => [1.5, 2]
 * glu()(cpu.ones([3])) // throws /glu: expected an even length along axis -1, got 3/
 * ```
 */
export function glu(axis: number = -1): Activation {
  checkCalled('glu', axis)
  integer('glu', 'axis', axis)
  return (x) => {
    const { ndim, shape } = checkTensor('glu', x)
    const at = axis < 0 ? axis + ndim : axis
    const length = shape[at]
    if (length === undefined || length % 2 !== 0) {
      const got = length === undefined ? 'no such axis' : String(length)
      throw new ShapeError(message('glu', `an even length along axis ${axis}`, got))
    }
    const before = new Array<null>(at).fill(null)
    const gate = x.slice(...before, [length / 2]).sigmoid()
    return gate.mul(x.slice(...before, [0, length / 2]))
  }
}

/**
 * `glu` as a layer: `a·sigmoid(b)`, a and b the halves of x along an axis.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Glu } from '@nn/layers'
 * new Glu(0).forward(cpu.tensor([3, 4, 0, 0])).toNested() // => [1.5, 2]
 * ```
 */
export class Glu extends Module {
  readonly axis: number

  constructor(axis: number = -1) {
    super()
    this.axis = integer('Glu', 'axis', axis)
  }

  override forward(x: Tensor): Tensor {
    return glu(this.axis)(x)
  }
}
