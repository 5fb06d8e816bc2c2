import type { Tensor } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `exp(−x²)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { gaussian } from '@nn/layers'
 * gaussian(cpu.tensor([0])).toNested() // => [1]
 * ```
 */
export const gaussian: Activation = (x) => checkTensor('gaussian', x).square().neg().exp()

/**
 * `gaussian` as a layer: `exp(−x²)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Gaussian } from '@nn/layers'
 * new Gaussian().forward(cpu.tensor([0])).toNested() // => [1]
 * ```
 */
export class Gaussian extends Module {
  override forward(x: Tensor): Tensor {
    return gaussian(x)
  }
}
