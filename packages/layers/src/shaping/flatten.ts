import { integer } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkTensor, wrongShape } from '../check/input.ts'
import { Module } from '../module/module.ts'

/**
 * All axes from `startAxis` on made one: `[n, a, b] → [n, a·b]` by default.
 *
 * @throws TypeError or RangeError if startAxis is not an integer >= 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Flatten } from '@nn/layers'
 * new Flatten().forward(cpu.zeros([2, 3, 4])).shape // => [2, 12]
 * ```
 */
export class Flatten extends Module {
  readonly startAxis: number

  constructor(startAxis: number = 1) {
    super()
    this.startAxis = integer('Flatten', 'startAxis', startAxis, 0)
  }

  override forward(x: Tensor): Tensor {
    if (checkTensor(this, x).ndim > this.startAxis) return x.flatten(this.startAxis)
    throw wrongShape(this, `an input of more than ${this.startAxis} axes`, x)
  }
}
