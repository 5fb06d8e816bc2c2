import { integer } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkCalled } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'
import { halves } from './halves.ts'

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
    const [value, gate] = halves('glu', x, axis)
    return gate.sigmoid().mul(value)
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
