import { checkOptions, type OptionNames, oneOf } from '@nn/check'
import type { GeluOptions, Tensor } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `x·Φ(x)`, Φ the distribution function of N(0, 1)
 * (Hendrycks and Gimpel, 2016, https://arxiv.org/abs/1606.08415).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { gelu } from '@nn/layers'
 * gelu(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const gelu: Activation = (x) => checkTensor('gelu', x).gelu()

/**
 * `gelu` as a layer: `x·Φ(x)`, or its approximation by tanh.
 *
 * @throws TypeError if an option is unknown, TypeError or RangeError if `approximate` is neither `'none'` nor `'tanh'`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Gelu } from '@nn/layers'
 * new Gelu({ approximate: 'tanh' }).forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Gelu extends Module {
  readonly options: GeluOptions

  constructor(options: GeluOptions = {}) {
    super()
    checkOptions('Gelu', options, NAMES)
    const { approximate = 'none' } = options
    this.options = { approximate: oneOf('Gelu', 'approximate', approximate, ['none', 'tanh']) }
  }

  override forward(x: Tensor): Tensor {
    return checkTensor(this, x).gelu(this.options)
  }
}

const NAMES: OptionNames<GeluOptions> = { approximate: true }

/**
 * `x·sigmoid(1.702·x)` (Hendrycks and Gimpel, 2016, https://arxiv.org/abs/1606.08415).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { quickGelu } from '@nn/layers'
 * quickGelu(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const quickGelu: Activation = (x) => checkTensor('quickGelu', x).mul(x.mul(1.702).sigmoid())

/**
 * `quickGelu` as a layer: `x·sigmoid(1.702·x)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { QuickGelu } from '@nn/layers'
 * new QuickGelu().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class QuickGelu extends Module {
  override forward(x: Tensor): Tensor {
    return quickGelu(x)
  }
}
