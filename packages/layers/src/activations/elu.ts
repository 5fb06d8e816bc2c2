import { finite, positive } from '@nn/check'
import { type Tensor, where } from '@nn/tensor'
import { checkCalled, checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `x` for `x > 0`, else `alpha · (eˣ − 1)` (Clevert et al., 2015, https://arxiv.org/abs/1511.07289).
 *
 * @param alpha Default 1.
 * @throws TypeError or RangeError if alpha is no finite number.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { elu } from '@nn/layers'
 * elu(1)(cpu.tensor([0, 2])).toNested() // => [0, 2]
 * ```
 */
export function elu(alpha: number = 1): Activation {
  checkCalled('elu', alpha)
  finite('elu', 'alpha', alpha)
  return (x) => checkTensor('elu', x).elu(alpha)
}

/**
 * `elu` as a layer: `x` for `x > 0`, else `alpha · (eˣ − 1)`.
 *
 * @param alpha Default 1.
 * @throws TypeError or RangeError if alpha is no finite number.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Elu } from '@nn/layers'
 * new Elu(1).forward(cpu.tensor([0, 2])).toNested() // => [0, 2]
 * ```
 */
export class Elu extends Module {
  readonly alpha: number

  constructor(alpha: number = 1) {
    super()
    this.alpha = finite('Elu', 'alpha', alpha)
  }

  override forward(x: Tensor): Tensor {
    return elu(this.alpha)(x)
  }
}

/**
 * `λ·x` for `x > 0`, else `λ·α·(eˣ − 1)`, λ ≈ 1.0507, α ≈ 1.6733
 * (Klambauer et al., 2017, https://arxiv.org/abs/1706.02515).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { selu } from '@nn/layers'
 * selu(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const selu: Activation = (x) => checkTensor('selu', x).selu()

/**
 * `selu` as a layer: `λ·x` for `x > 0`, else `λ·α·(eˣ − 1)`, λ ≈ 1.0507, α ≈ 1.6733.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Selu } from '@nn/layers'
 * new Selu().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Selu extends Module {
  override forward(x: Tensor): Tensor {
    return selu(x)
  }
}

/**
 * `x` for `x > 0`, else `alpha·(exp(x/alpha) − 1)` (Barron, 2017, https://arxiv.org/abs/1704.07483).
 *
 * @param alpha Default 1.
 * @throws TypeError or RangeError if alpha is no finite number > 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { celu } from '@nn/layers'
 * celu()(cpu.tensor([0, 2])).toNested() // => [0, 2]
 * ```
 */
export function celu(alpha: number = 1): Activation {
  checkCalled('celu', alpha)
  positive('celu', 'alpha', alpha)
  return (x) => {
    const isAbove = checkTensor('celu', x).gt(0)
    // Of large x, whose exponential overflows, the gradient would be 0·∞.
    return where(isAbove, x, where(isAbove, 0, x).div(alpha).expm1().mul(alpha))
  }
}

/**
 * `celu` as a layer: `x` for `x > 0`, else `alpha·(exp(x/alpha) − 1)`.
 *
 * @param alpha Default 1.
 * @throws TypeError or RangeError if alpha is no finite number > 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Celu } from '@nn/layers'
 * new Celu().forward(cpu.tensor([0, 2])).toNested() // => [0, 2]
 * ```
 */
export class Celu extends Module {
  readonly alpha: number

  constructor(alpha: number = 1) {
    super()
    this.alpha = positive('Celu', 'alpha', alpha)
  }

  override forward(x: Tensor): Tensor {
    return celu(this.alpha)(x)
  }
}
