import type { Tensor } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `sin x` (Sitzmann et al., 2020, https://arxiv.org/abs/2006.09661).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { sine } from '@nn/layers'
 * sine(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const sine: Activation = (x) => checkTensor('sine', x).sin()

/**
 * `sine` as a layer: `sin x`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Sine } from '@nn/layers'
 * new Sine().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Sine extends Module {
  override forward(x: Tensor): Tensor {
    return sine(x)
  }
}
