import { showShape } from '@nn/check'
import { ShapeError, type Tensor } from '@nn/tensor'
import { count } from '../check/options.ts'
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
    this.startAxis = count('Flatten', 'startAxis', startAxis)
  }

  override forward(x: Tensor): Tensor {
    if (x.ndim > this.startAxis) return x.flatten(this.startAxis)
    const got = showShape(x.shape)
    throw new ShapeError(`${this.label}: expected an input of more than ${this.startAxis} axes, got ${got}`)
  }
}
