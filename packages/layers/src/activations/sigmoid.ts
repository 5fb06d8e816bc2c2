import { type Tensor, where, withGradient } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `1 / (1 + e⁻ˣ)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { sigmoid } from '@nn/layers'
 * sigmoid(cpu.tensor([0])).toNested() // => [0.5]
 * ```
 */
export const sigmoid: Activation = (x) => checkTensor('sigmoid', x).sigmoid()

/**
 * `sigmoid` as a layer: `1 / (1 + e⁻ˣ)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Sigmoid } from '@nn/layers'
 * new Sigmoid().forward(cpu.tensor([0])).toNested() // => [0.5]
 * ```
 */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return sigmoid(x)
  }
}

/**
 * `ln(1 / (1 + e⁻ˣ))`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { logSigmoid } from '@nn/layers'
 * logSigmoid(cpu.tensor([0])).toNested() // => [-Math.fround(Math.LN2)]
 * ```
 */
export const logSigmoid: Activation = (x) => checkTensor('logSigmoid', x).neg().softplus().neg()

/**
 * `logSigmoid` as a layer: `ln(1 / (1 + e⁻ˣ))`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { LogSigmoid } from '@nn/layers'
 * new LogSigmoid().forward(cpu.tensor([0])).toNested() // => [-Math.fround(Math.LN2)]
 * ```
 */
export class LogSigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return logSigmoid(x)
  }
}

/**
 * `min(max(x/6 + 1/2, 0), 1)` (Howard et al., 2019, https://arxiv.org/abs/1905.02244).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { hardsigmoid } from '@nn/layers'
 * hardsigmoid(cpu.tensor([-3, 0, 9])).toNested() // => [0, 0.5, 1]
 * ```
 */
export const hardsigmoid: Activation = (x) =>
  withGradient({
    inputs: [checkTensor('hardsigmoid', x)],
    compute: () => x.add(3).clamp(0, 6).div(6),
    keep: () => [x],
    // At the kinks 0, as in PyTorch.
    gradient: (g, values) => [where(values.gt(-3).logicalAnd(values.lt(3)), g.div(6), 0)],
    isNew: true,
  })

/**
 * `hardsigmoid` as a layer: `min(max(x/6 + 1/2, 0), 1)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Hardsigmoid } from '@nn/layers'
 * new Hardsigmoid().forward(cpu.tensor([-3, 0, 9])).toNested() // => [0, 0.5, 1]
 * ```
 */
export class Hardsigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return hardsigmoid(x)
  }
}
