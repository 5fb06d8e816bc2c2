import { type Tensor, where, withGradient } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'
import { hardsigmoid } from './sigmoid.ts'

/**
 * `x·sigmoid(x)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { silu } from '@nn/layers'
 * silu(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const silu: Activation = (x) => checkTensor('silu', x).silu()

/**
 * `silu` as a layer: `x·sigmoid(x)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Silu } from '@nn/layers'
 * new Silu().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Silu extends Module {
  override forward(x: Tensor): Tensor {
    return silu(x)
  }
}

/**
 * `x·hardsigmoid(x)` (Howard et al., 2019, https://arxiv.org/abs/1905.02244).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { hardswish } from '@nn/layers'
 * hardswish(cpu.tensor([-1.5, 0, 9])).toNested() // => [-0.375, 0, 9]
 * ```
 */
export const hardswish: Activation = (x) =>
  withGradient({
    inputs: [checkTensor('hardswish', x)],
    compute: () => x.mul(hardsigmoid(x)),
    keep: () => [x],
    // At the kinks 0 and 1, as in PyTorch.
    gradient: (g, values) => [
      where(values.le(-3), 0, where(values.ge(3), g, values.div(3).add_(0.5).mul_(g))),
    ],
    isNew: true,
  })

/**
 * `hardswish` as a layer: `x·hardsigmoid(x)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Hardswish } from '@nn/layers'
 * new Hardswish().forward(cpu.tensor([-1.5, 0, 9])).toNested() // => [-0.375, 0, 9]
 * ```
 */
export class Hardswish extends Module {
  override forward(x: Tensor): Tensor {
    return hardswish(x)
  }
}

/**
 * `x·tanh(softplus(x))` (Misra, 2019, https://arxiv.org/abs/1908.08681).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { mish } from '@nn/layers'
 * mish(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const mish: Activation = (x) => checkTensor('mish', x).mish()

/**
 * `mish` as a layer: `x·tanh(softplus(x))`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Mish } from '@nn/layers'
 * new Mish().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Mish extends Module {
  override forward(x: Tensor): Tensor {
    return mish(x)
  }
}
