import { checkOptions, integer, type OptionNames, oneOf } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkTensor, wrongShape } from '../check/input.ts'
import { Module } from '../module/module.ts'

const ORDERS = ['channelsFirst', 'channelsLast'] as const

/** The options of `Flatten`. */
export interface FlattenOptions {
  /** The first axis of those that become one. Default 1. */
  readonly startAxis?: number | undefined
  /**
   * The order of the elements: `'channelsFirst'` as they lie, which is PyTorch's; `'channelsLast'` with the first of the axes moved behind
   * the others, as Keras, TensorFlow and Flax have images. Default `'channelsFirst'`.
   */
  readonly order?: (typeof ORDERS)[number] | undefined
}

const NAMES: OptionNames<FlattenOptions> = { startAxis: true, order: true }

/**
 * All axes from `startAxis` on made one: `[n, a, b] → [n, a·b]` by default. With `order: 'channelsLast'` an image `[n, channels, height, width]`
 * becomes `[n, height·width·channels]`, so that a `Dense` behind it has the inputs of Keras's, and its weights compute the same.
 *
 * @param options The options, or `startAxis` alone.
 * @throws TypeError or RangeError if startAxis is not an integer >= 0, or the order is none of the two.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Flatten } from '@nn/layers'
 * new Flatten().forward(cpu.zeros([2, 3, 4])).shape // => [2, 12]
 * const image = cpu.tensor([[[[1, 2]], [[10, 20]]]]) // two channels of a row of two
 * new Flatten().forward(image).toNested() // => [[1, 2, 10, 20]]
 * new Flatten({ order: 'channelsLast' }).forward(image).toNested() // => [[1, 10, 2, 20]]
 * ```
 */
export class Flatten extends Module {
  readonly startAxis: number
  readonly order: (typeof ORDERS)[number]

  constructor(options: number | FlattenOptions = {}) {
    super()
    const given: FlattenOptions = typeof options === 'number' ? { startAxis: options } : options
    checkOptions('Flatten', given, NAMES)
    const { startAxis = 1, order = 'channelsFirst' } = given
    this.startAxis = integer('Flatten', 'startAxis', startAxis, 0)
    oneOf('Flatten', 'order', order, ORDERS)
    this.order = order
  }

  override forward(x: Tensor): Tensor {
    const { startAxis, order } = this
    if (checkTensor(this, x).ndim <= startAxis) {
      throw wrongShape(this, `an input of more than ${startAxis} axes`, x)
    }
    if (order === 'channelsFirst') return x.flatten(startAxis)
    const axes = [...x.shape.keys()]
    const last = [...axes.slice(0, startAxis), ...axes.slice(startAxis + 1), startAxis]
    return x.permute(...last).flatten(startAxis)
  }
}
