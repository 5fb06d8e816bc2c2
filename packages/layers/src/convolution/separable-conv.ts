import { checkOptions, integer, type OptionNames } from '@nn/check'
import type { InitLike } from '@nn/init'
import type { Tensor } from '@nn/tensor'
import { lengthOf, type PerAxis } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { adopt } from '../tree/walk.ts'
import { Conv1d, Conv2d, type ConvOptions } from './conv.ts'
import { DepthwiseConv1d, DepthwiseConv2d, type DepthwiseConvOptions } from './depthwise-conv.ts'

/**
 * The options of `SeparableConv1d` and `SeparableConv2d`; bias and activation are the pointwise
 * convolution's.
 */
export interface SeparableConvOptions<HasBias extends boolean = boolean>
  extends Omit<DepthwiseConvOptions<HasBias>, 'weightInit'> {
  /** Initializer of the depthwise weight. Default U[-1/√fanIn, 1/√fanIn), fanIn the size of the kernel. */
  readonly depthwiseInit?: InitLike | undefined
  /** Initializer of the pointwise weight. Default U[-1/√fanIn, 1/√fanIn), fanIn inChannels · multiplier. */
  readonly pointwiseInit?: InitLike | undefined
}

const NAMES: OptionNames<SeparableConvOptions> = {
  inChannels: true,
  multiplier: true,
  stride: true,
  padding: true,
  paddingMode: true,
  dilation: true,
  activation: true,
  useBias: true,
  depthwiseInit: true,
  pointwiseInit: true,
  biasInit: true,
  dtype: true,
}

/** The options of each of the two convolutions. */
interface Split<HasBias extends boolean> {
  readonly depthwise: DepthwiseConvOptions<false>
  readonly pointwise: ConvOptions<HasBias>
}

function split<HasBias extends boolean>(
  where: string,
  outChannels: number,
  options: SeparableConvOptions<HasBias>,
): Split<HasBias> {
  checkOptions(where, options, NAMES)
  integer(where, 'outChannels', outChannels, 0)
  const { depthwiseInit, pointwiseInit, activation, biasInit, useBias, ...shared } = options
  const { inChannels, multiplier = 1, dtype } = shared
  const middle = lengthOf(where, 'inChannels', inChannels)
  const inner = middle === null ? undefined : middle * multiplier
  return {
    depthwise: { ...shared, weightInit: depthwiseInit, useBias: false },
    pointwise: { inChannels: inner, weightInit: pointwiseInit, activation, biasInit, useBias, dtype },
  }
}

/**
 * A depthwise convolution and then one of kernel size 1 (Sifre, 2014; Chollet, 2017,
 * https://arxiv.org/abs/1610.02357): `[n, inChannels, length] → [n, outChannels, length′]`, also without n.
 * The parts are `depthwise`, without bias, and `pointwise`.
 *
 * @throws As `DepthwiseConv1d` and `Conv1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { SeparableConv1d } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const conv = new SeparableConv1d(4, 3)
 * conv.initialize({ rng: createRng(42) })
 * conv.forward(cpu.ones([1, 2, 8])).shape // => [1, 4, 6]
 * conv.pointwise.weight.shape // => [4, 2, 1]
 * ```
 */
export class SeparableConv1d<HasBias extends boolean = true> extends Module {
  readonly depthwise: DepthwiseConv1d<false>
  readonly pointwise: Conv1d<HasBias>

  constructor(outChannels: number, kernelSize: PerAxis, options: SeparableConvOptions<HasBias> = {}) {
    super()
    const { depthwise, pointwise } = split('SeparableConv1d', outChannels, options)
    this.depthwise = new DepthwiseConv1d(kernelSize, depthwise)
    this.pointwise = new Conv1d(outChannels, 1, pointwise)
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    return this.pointwise.forward(this.depthwise.forward(x))
  }
}

/**
 * As `SeparableConv1d` over two axes: `[n, inChannels, height, width] → [n, outChannels, height′, width′]`,
 * also without n.
 *
 * @throws As `DepthwiseConv2d` and `Conv2d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { SeparableConv2d } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const conv = new SeparableConv2d(4, 3, { stride: 2, padding: 'same', multiplier: 2 })
 * conv.initialize({ rng: createRng(42) })
 * conv.forward(cpu.ones([1, 3, 8, 8])).shape // => [1, 4, 4, 4]
 * ```
 */
export class SeparableConv2d<HasBias extends boolean = true> extends Module {
  readonly depthwise: DepthwiseConv2d<false>
  readonly pointwise: Conv2d<HasBias>

  constructor(outChannels: number, kernelSize: PerAxis, options: SeparableConvOptions<HasBias> = {}) {
    super()
    const { depthwise, pointwise } = split('SeparableConv2d', outChannels, options)
    this.depthwise = new DepthwiseConv2d(kernelSize, depthwise)
    this.pointwise = new Conv2d(outChannels, 1, pointwise)
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    return this.pointwise.forward(this.depthwise.forward(x))
  }
}
