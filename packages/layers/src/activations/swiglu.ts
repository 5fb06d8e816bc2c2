import { integer } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkCalled } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'
import { halves } from './halves.ts'

/**
 * SwiGLU: `silu(a)·b = a·sigmoid(a)·b`, a and b the halves of x along an axis (Shazeer, 2020, https://arxiv.org/abs/2002.05202):
 * `[…, 2k, …] → […, k, …]`. Behind a `Dense` of 2k units it is the silu(x·W)·(x·V) of the paper and of Llama, the gate's W in the first rows.
 *
 * @param axis Negative to count from the end. Default -1.
 * @throws TypeError or RangeError if axis is no integer; what it gives throws a ShapeError if x has no such axis, or one of odd length.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { swiglu } from '@nn/layers'
 * swiglu()(cpu.tensor([0, 100, 3, 4])).toNested() // => [0, 400]
 * swiglu()(cpu.ones([3])) // throws /swiglu: expected an even length along axis -1, got 3/
 * ```
 */
export function swiglu(axis: number = -1): Activation {
  checkCalled('swiglu', axis)
  integer('swiglu', 'axis', axis)
  return (x) => {
    const [gate, value] = halves('swiglu', x, axis)
    return gate.mul(gate.sigmoid()).mul(value)
  }
}

/**
 * `swiglu` as a layer: `silu(a)·b`, a and b the halves of x along an axis.
 *
 * @throws TypeError or RangeError if axis is no integer; forward throws a ShapeError if x has no such axis, or one of odd length.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, Sequential, Swiglu } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const feedforward = new Sequential(new Dense(2 * 8, { useBias: false }), new Swiglu(), new Dense(4, { useBias: false }))
 * feedforward.initialize({ rng: createRng(42) })
 * feedforward.forward(cpu.ones([2, 4])).shape // => [2, 4]
 * ```
 */
export class Swiglu extends Module {
  readonly axis: number

  constructor(axis: number = -1) {
    super()
    this.axis = integer('Swiglu', 'axis', axis)
  }

  override forward(x: Tensor): Tensor {
    return swiglu(this.axis)(x)
  }
}
