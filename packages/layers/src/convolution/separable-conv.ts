import type { InitLike } from '@nn/init'
import type { Tensor } from '@nn/tensor'
import type { PerAxis } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Conv1d, Conv2d } from './conv.ts'
import { DepthwiseConv1d, DepthwiseConv2d, type DepthwiseConvOptions } from './depthwise-conv.ts'

/**
 * The options of `SeparableConv1d` and `SeparableConv2d`; bias and activation are the pointwise
 * convolution's.
 */
export interface SeparableConvOptions extends Omit<DepthwiseConvOptions, 'weightInit'> {
  /** Default U[-1/√fanIn, 1/√fanIn), fanIn the size of the kernel. */
  readonly depthwiseInit?: InitLike
  /** Default U[-1/√fanIn, 1/√fanIn), fanIn inChannels · multiplier. */
  readonly pointwiseInit?: InitLike
}

/** The options of the two convolutions, each of which checks its own. */
function split(options: SeparableConvOptions) {
  const { depthwiseInit, pointwiseInit, activation, biasInit, useBias, dtype, ...rest } = options
  const { inChannels, multiplier = 1 } = rest
  const shared = dtype === undefined ? {} : { dtype }
  const depthwise = { ...rest, ...shared, ...given({ weightInit: depthwiseInit }), useBias: false }
  const middle = inChannels === undefined ? {} : { inChannels: inChannels * multiplier }
  const pointwise = {
    ...shared,
    ...middle,
    ...given({ weightInit: pointwiseInit, activation, biasInit, useBias }),
  }
  return { depthwise, pointwise }
}

/** The members that are not undefined. */
function given<T extends object>(options: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>
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
export class SeparableConv1d extends Module {
  readonly depthwise: DepthwiseConv1d
  readonly pointwise: Conv1d

  constructor(outChannels: number, kernelSize: PerAxis, options: SeparableConvOptions = {}) {
    super()
    const { depthwise, pointwise } = split(options)
    this.depthwise = new DepthwiseConv1d(kernelSize, depthwise)
    this.pointwise = new Conv1d(outChannels, 1, pointwise)
    this.parameters()
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
export class SeparableConv2d extends Module {
  readonly depthwise: DepthwiseConv2d
  readonly pointwise: Conv2d

  constructor(outChannels: number, kernelSize: PerAxis, options: SeparableConvOptions = {}) {
    super()
    const { depthwise, pointwise } = split(options)
    this.depthwise = new DepthwiseConv2d(kernelSize, depthwise)
    this.pointwise = new Conv2d(outChannels, 1, pointwise)
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    return this.pointwise.forward(this.depthwise.forward(x))
  }
}
