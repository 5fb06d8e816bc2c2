import { ShapeError, type Tensor } from '@nn/tensor'
import { Module } from '../module/module.ts'
import type { Activation } from './activations.ts'

/**
 * `a·sigmoid(b)`, a and b the halves of x along an axis (Dauphin et al., 2016,
 * https://arxiv.org/abs/1612.08083): `[…, 2k, …] → […, k, …]`.
 *
 * @param axis Negative to count from the end. Default -1.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { glu } from '@nn/layers'
 * glu()(cpu.tensor([3, 4, 0, 0])).toNested() // => [1.5, 2]
 * glu()(cpu.ones([3])) // throws /glu: expected an even length along axis -1, got 3/
 * ```
 */
export function glu(axis: number = -1): Activation {
  return (x) => {
    const at = axis < 0 ? axis + x.ndim : axis
    const length = x.shape[at]
    if (length === undefined || length % 2 !== 0) {
      throw new ShapeError(`glu: expected an even length along axis ${axis}, got ${length ?? 'no such axis'}`)
    }
    const before = new Array<null>(at).fill(null)
    const gate = x.slice(...before, [length / 2]).sigmoid()
    return gate.mul(x.slice(...before, [0, length / 2]))
  }
}

/**
 * The layer of `glu`: `a·sigmoid(b)`, a and b the halves of x along an axis.
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
    this.axis = axis
  }

  override forward(x: Tensor): Tensor {
    return glu(this.axis)(x)
  }
}
