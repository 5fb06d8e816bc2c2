import { finite } from '@nn/check'
import { type Tensor, where } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `x` for `x > limit`, else `value`.
 *
 * @throws TypeError or RangeError if limit or value is no finite number.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { threshold } from '@nn/layers'
 * threshold(0.5, -1)(cpu.tensor([0.5, 2])).toNested() // => [-1, 2]
 * ```
 */
export function threshold(limit: number, value: number): Activation {
  finite('threshold', 'limit', limit)
  finite('threshold', 'value', value)
  return (x) => where(checkTensor('threshold', x).le(limit), value, x)
}

/**
 * `threshold` as a layer: `x` for `x > limit`, else `value`.
 *
 * @throws TypeError or RangeError if limit or value is no finite number.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Threshold } from '@nn/layers'
 * new Threshold(0.5, -1).forward(cpu.tensor([0.5, 2])).toNested() // => [-1, 2]
 * ```
 */
export class Threshold extends Module {
  readonly limit: number
  readonly value: number

  constructor(limit: number, value: number) {
    super()
    this.limit = finite('Threshold', 'limit', limit)
    this.value = finite('Threshold', 'value', value)
  }

  override forward(x: Tensor): Tensor {
    return threshold(this.limit, this.value)(x)
  }
}
