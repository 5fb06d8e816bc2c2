import { message, number, show } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'
import { clampInside } from './clamp-inside.ts'

/**
 * `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, the hyperbolic tangent.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { tanh } from '@nn/layers'
 * tanh(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const tanh: Activation = (x) => checkTensor('tanh', x).tanh()

/**
 * `tanh` as a layer: `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, the hyperbolic tangent.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Tanh } from '@nn/layers'
 * new Tanh().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return tanh(x)
  }
}

/**
 * `min(max(x, -1), 1)`: x cut to [-1, 1].
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { hardtanh } from '@nn/layers'
 * hardtanh(cpu.tensor([-3, 0.5])).toNested() // => [-1, 0.5]
 * ```
 */
export const hardtanh: Activation = (x) => checkTensor('hardtanh', x).hardtanh()

/**
 * `hardtanh` as a layer: `min(max(x, low), high)`.
 *
 * @param low Default -1.
 * @param high Default 1.
 * @throws TypeError or RangeError unless both are numbers and low <= high.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Hardtanh } from '@nn/layers'
 * new Hardtanh().forward(cpu.tensor([-3, 0.5])).toNested() // => [-1, 0.5]
 * new Hardtanh(-2, 0).forward(cpu.tensor([-3, 0.5])).toNested() // => [-2, 0]
 * ```
 */
export class Hardtanh extends Module {
  readonly low: number
  readonly high: number

  constructor(low: number = -1, high: number = 1) {
    super()
    this.low = number('Hardtanh', 'low', low)
    this.high = number('Hardtanh', 'high', high)
    if (low <= high) return
    throw new RangeError(message('Hardtanh', 'low <= high', `low ${show(low)} and high ${show(high)}`))
  }

  override forward(x: Tensor): Tensor {
    return clampInside(checkTensor(this, x), this.low, this.high)
  }
}

/**
 * `x / (1 + |x|)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { softsign } from '@nn/layers'
 * softsign(cpu.tensor([-1, 3])).toNested() // => [-0.5, 0.75]
 * ```
 */
export const softsign: Activation = (x) => checkTensor('softsign', x).div(x.abs().add(1))

/**
 * `softsign` as a layer: `x / (1 + |x|)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Softsign } from '@nn/layers'
 * new Softsign().forward(cpu.tensor([-1, 3])).toNested() // => [-0.5, 0.75]
 * ```
 */
export class Softsign extends Module {
  override forward(x: Tensor): Tensor {
    return softsign(x)
  }
}
