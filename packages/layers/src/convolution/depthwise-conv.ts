import { checkOptions, integer, type OptionNames } from '@nn/check'
import type { InitLike, LayerKind } from '@nn/init'
import { fanUniform } from '@nn/init/layer'
import { convolve, type Tensor } from '@nn/tensor'
import { optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activation.ts'
import { checkInput, checkRank, wrongShape } from '../check/input.ts'
import { dtypeOf, flagOf, lengthOf, type PerAxis, perAxis } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { biasIf, type PresentIf } from '../module/present-if.ts'
import { adopt } from '../tree/walk.ts'
import { type Padding, type PaddingMode, padded, paddingModeOf, paddingOf } from '../windows/padding.ts'
import { type ConvolutionDesign, type ConvolutionOptions, convolveBatch } from './convolution.ts'

/** The options of `DepthwiseConv1d` and `DepthwiseConv2d`. */
export interface DepthwiseConvOptions<HasBias extends boolean = boolean>
  extends Omit<ConvolutionOptions<HasBias>, 'groups'> {
  /** Outputs of each channel. Default 1. */
  readonly multiplier?: number | undefined
  /** What is put around the input, and how much. Default 0. */
  readonly padding?: Padding | undefined
  /** What stands there, as of `Conv1d`. Default `'zeros'`. */
  readonly paddingMode?: PaddingMode | undefined
  /** Initializer of the weight. Default U[-1/√fanIn, 1/√fanIn), fanIn the size of the kernel. */
  readonly weightInit?: InitLike | undefined
}

const NAMES: OptionNames<DepthwiseConvOptions> = {
  inChannels: true,
  multiplier: true,
  stride: true,
  padding: true,
  paddingMode: true,
  dilation: true,
  activation: true,
  useBias: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
}

/**
 * What `DepthwiseConv1d` and `DepthwiseConv2d` share: a convolution of any number of axes with as many groups as channels.
 *
 * @example
 * ```ts
 * import { DepthwiseConv, DepthwiseConv2d } from '@nn/layers'
 * new DepthwiseConv2d(3) instanceof DepthwiseConv // => true
 * ```
 */
export abstract class DepthwiseConv<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'depthwiseConvolution'
  readonly multiplier: number
  readonly kernelSize: readonly number[]
  readonly stride: readonly number[]
  readonly padding: readonly number[] | 'same'
  readonly paddingMode: PaddingMode
  readonly dilation: readonly number[]
  readonly useBias: HasBias
  readonly activation: Activation | undefined
  /** `[inChannels · multiplier, 1, …kernelSize]`, the outputs of a channel one after the other. */
  weight: Parameter
  /** `[inChannels · multiplier]`; undefined with `useBias: false`. */
  bias: PresentIf<HasBias, Parameter>

  constructor(
    { name, rank }: ConvolutionDesign,
    kernelSize: PerAxis,
    options: DepthwiseConvOptions<HasBias> = {},
  ) {
    super()
    checkOptions(name, options, NAMES)
    const { multiplier = 1, stride = 1, padding = 0, dilation = 1 } = options
    const dtype = dtypeOf(name, options.dtype)
    const channels = lengthOf(name, 'inChannels', options.inChannels)
    this.multiplier = integer(name, 'multiplier', multiplier, 1)
    this.kernelSize = perAxis(name, 'kernelSize', kernelSize, rank, 1)
    this.stride = perAxis(name, 'stride', stride, rank, 1)
    this.padding = paddingOf(name, padding, rank)
    this.paddingMode = paddingModeOf(name, options.paddingMode)
    this.dilation = perAxis(name, 'dilation', dilation, rank, 1)
    this.useBias = flagOf(name, 'useBias', options.useBias, true)
    this.activation = optionalActivation(name, options.activation)
    const units = channels === null ? null : channels * multiplier
    this.weight = new Parameter({
      shape: [units, 1, ...this.kernelSize],
      role: 'weight',
      axes: { out: 0, in: 1, unitsPerGroup: multiplier, stride: this.stride },
      dtype,
      init: fanUniform(1 / 3),
      option: options.weightInit,
    })
    this.bias = biasIf(this.useBias, {
      shape: [units],
      weight: this.weight,
      dtype,
      option: options.biasInit,
    })
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    const { weight, kernelSize, stride, dilation, multiplier } = this
    const bias: Parameter | undefined = this.bias
    const groups = checkChannels(this, x)
    const units = groups * multiplier
    this.materialize(x.backend, [
      [weight, [units, 1, ...kernelSize]],
      [bias, [units]],
    ])
    return convolveBatch(this, x, (batch, activation) => {
      const [input, padding] = padded(this, batch)
      return convolve(input, weight.data, bias?.data, { stride, dilation, padding, groups, activation })
    })
  }
}

/** The number of channels of an input, checked. */
function checkChannels(layer: DepthwiseConv<boolean>, x: Tensor): number {
  const { weight, kernelSize, multiplier } = layer
  checkInput(layer, x, weight.dtype)
  checkRank(layer, x, kernelSize.length)
  const channels = x.shape.at(-1 - kernelSize.length) ?? 0
  const units = weight.shape[0] ?? null
  if (units === null || units === channels * multiplier) return channels
  const cure = `build it with { inChannels: ${channels} }`
  throw wrongShape(layer, `an input of ${units / multiplier} channels`, x, cure)
}

/**
 * A convolution of each channel on its own: `y[n, c·m + j, t] = b[c·m + j] + Σ w[c·m + j, 0, k]·x[n, c,
 * t·stride + k·dilation]`, m the multiplier: `[n, inChannels, length] → [n, inChannels·m, length′]`, also
 * without n. W is `[inChannels·m, 1, kernelSize]` and starts as U[-1/√kernelSize, 1/√kernelSize), the law of
 * PyTorch's grouped `nn.Conv1d`; b as zeros.
 *
 * @throws TypeError or RangeError if sizes are not integers of their range; the input's shape and dtype are
 * checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { DepthwiseConv1d } from '@nn/layers'
 * const conv = new DepthwiseConv1d(2, { weightInit: ones() })
 * conv.initialize()
 * conv.forward(cpu.tensor([[[1, 2, 3], [10, 20, 30]]])).toNested() // => [[[3, 5], [30, 50]]]
 * ```
 */
export class DepthwiseConv1d<HasBias extends boolean = true> extends DepthwiseConv<HasBias> {
  constructor(kernelSize: PerAxis, options: DepthwiseConvOptions<HasBias> = {}) {
    super({ name: 'DepthwiseConv1d', rank: 1 }, kernelSize, options)
  }
}

/**
 * As `DepthwiseConv1d` over two axes: `[n, inChannels, height, width] → [n, inChannels·multiplier, height′,
 * width′]`, also without n.
 *
 * @throws As `DepthwiseConv1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { DepthwiseConv2d } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const conv = new DepthwiseConv2d(3, { multiplier: 2, padding: 'same' })
 * conv.initialize({ rng: createRng(42) })
 * conv.forward(cpu.ones([1, 4, 5, 5])).shape // => [1, 8, 5, 5]
 * conv.weight.fans // => { fanIn: 9, fanOut: 18 }
 * ```
 */
export class DepthwiseConv2d<HasBias extends boolean = true> extends DepthwiseConv<HasBias> {
  constructor(kernelSize: PerAxis, options: DepthwiseConvOptions<HasBias> = {}) {
    super({ name: 'DepthwiseConv2d', rank: 2 }, kernelSize, options)
  }
}
