import type { Tensor } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'

/**
 * The input itself, `[…] → […]`: what stands where a network has no layer.
 *
 * @throws TypeError, by forward, unless the input is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Identity } from '@nn/layers'
 * const x = cpu.ones([2])
 * new Identity().forward(x) === x // => true
 * ```
 */
export class Identity extends Module {
  override forward(x: Tensor): Tensor {
    return checkTensor(this, x)
  }
}
