import { number, positive } from '@nn/check'
import { type Tensor, where, withGradient } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `ln(1 + eˣ)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { softplus } from '@nn/layers'
 * softplus(cpu.tensor([0])).toNested() // => [Math.fround(Math.LN2)]
 * ```
 */
export const softplus: Activation = (x) => checkTensor('softplus', x).softplus()

/**
 * `softplus` as a layer, with a scale: `ln(1 + exp(beta·x)) / beta`, and x itself where `beta·x > threshold`.
 *
 * @param beta Default 1.
 * @param threshold Default Infinity: float32 cannot tell the two apart from 17 on.
 * @throws TypeError or RangeError if beta is not a finite number > 0, or threshold no number.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Softplus } from '@nn/layers'
 * new Softplus().forward(cpu.tensor([0])).toNested() // => [Math.fround(Math.LN2)]
 * new Softplus(1, 2).forward(cpu.tensor([3])).toNested() // => [3]
 * ```
 */
export class Softplus extends Module {
  readonly beta: number
  readonly threshold: number

  constructor(beta: number = 1, threshold: number = Infinity) {
    super()
    this.beta = positive('Softplus', 'beta', beta)
    this.threshold = number('Softplus', 'threshold', threshold)
  }

  override forward(x: Tensor): Tensor {
    const { beta, threshold } = this
    checkTensor(this, x)
    const y = beta === 1 ? x.softplus() : steep(x, beta)
    return threshold === Infinity ? y : where(x.gt(threshold / beta), x, y)
  }
}

/** ln(1 + exp(beta·x))/beta. */
function steep(x: Tensor, beta: number): Tensor {
  return withGradient({
    inputs: [x],
    // max(x, 0) + ln(1 + exp(−beta·|x|))/beta, as beta·x could overflow.
    compute: () => x.abs().mul(-beta).exp().log1p().div(beta).add(x.relu()),
    keep: () => [x],
    gradient: (g, values) => [values.mul(beta).sigmoid_().mul_(g)],
    isNew: true,
  })
}
