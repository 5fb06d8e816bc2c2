import { integer } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkCalled, checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

/**
 * `eˣ / Σ eˣ` along an axis.
 *
 * @param axis Negative to count from the end. Default -1.
 * @throws TypeError or RangeError if axis is no integer; what it gives throws one if x has no such axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { softmax } from '@nn/layers'
 * softmax(0)(cpu.tensor([0, 0])).toNested() // => [0.5, 0.5]
 * ```
 */
export function softmax(axis: number = -1): Activation {
  checkCalled('softmax', axis)
  integer('softmax', 'axis', axis)
  return (x) => checkTensor('softmax', x).softmax(axis)
}

/**
 * `softmax` as a layer: `eˣ / Σ eˣ` along an axis.
 *
 * @param axis Negative to count from the end. Default -1.
 * @throws TypeError or RangeError if axis is no integer; what it gives throws one if x has no such axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Softmax } from '@nn/layers'
 * new Softmax(0).forward(cpu.tensor([0, 0])).toNested() // => [0.5, 0.5]
 * ```
 */
export class Softmax extends Module {
  readonly axis: number

  constructor(axis: number = -1) {
    super()
    this.axis = integer('Softmax', 'axis', axis)
  }

  override forward(x: Tensor): Tensor {
    return softmax(this.axis)(x)
  }
}

/**
 * `x − ln Σ eˣ` along an axis.
 *
 * @param axis Negative to count from the end. Default -1.
 * @throws TypeError or RangeError if axis is no integer; what it gives throws one if x has no such axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { logSoftmax } from '@nn/layers'
 * logSoftmax(0)(cpu.tensor([7])).toNested() // => [0]
 * ```
 */
export function logSoftmax(axis: number = -1): Activation {
  checkCalled('logSoftmax', axis)
  integer('logSoftmax', 'axis', axis)
  return (x) => checkTensor('logSoftmax', x).logSoftmax(axis)
}

/**
 * `logSoftmax` as a layer: `x − ln Σ eˣ` along an axis.
 *
 * @param axis Negative to count from the end. Default -1.
 * @throws TypeError or RangeError if axis is no integer; what it gives throws one if x has no such axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { LogSoftmax } from '@nn/layers'
 * new LogSoftmax(0).forward(cpu.tensor([7])).toNested() // => [0]
 * ```
 */
export class LogSoftmax extends Module {
  readonly axis: number

  constructor(axis: number = -1) {
    super()
    this.axis = integer('LogSoftmax', 'axis', axis)
  }

  override forward(x: Tensor): Tensor {
    return logSoftmax(this.axis)(x)
  }
}
