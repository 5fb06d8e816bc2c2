import { type InitLike, type LayerKind, varianceScaling, zeros } from '@nn/init'
import { convolve, type Tensor } from '@nn/tensor'
import { optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activations.ts'
import { checkOptions } from '../check/check-options.ts'
import { checkInput, checkRank, wrongShape } from '../check/input.ts'
import { count, flag, type PerAxis, perAxis, positiveCount } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { withoutParameter } from '../module/without-parameter.ts'
import { type Padding, paddingOf, paddingWidths } from '../windows/padding.ts'
import { type ConvolutionOptions, convolveBatch } from './convolution.ts'

/** The options of `DepthwiseConv1d` and `DepthwiseConv2d`. */
export interface DepthwiseConvOptions extends Omit<ConvolutionOptions, 'groups'> {
  /** Outputs of each channel. Default 1. */
  readonly multiplier?: number
  /** Default 0. */
  readonly padding?: Padding
  /** Default U[-1/√fanIn, 1/√fanIn), fanIn the size of the kernel. */
  readonly weightInit?: InitLike
}

const OPTIONS = [
  'inChannels',
  'multiplier',
  'stride',
  'padding',
  'dilation',
  'activation',
  'useBias',
  'weightInit',
  'biasInit',
  'dtype',
]

/** A depthwise convolution of any number of axes: one with as many groups as channels. */
abstract class DepthwiseConv extends Module {
  override readonly kind: LayerKind = 'depthwiseConvolution'
  readonly multiplier: number
  readonly kernelSize: readonly number[]
  readonly stride: readonly number[]
  readonly padding: readonly number[] | 'same'
  readonly dilation: readonly number[]
  readonly useBias: boolean
  readonly activation: Activation | undefined
  /** `[inChannels · multiplier, 1, …kernelSize]`, the outputs of a channel one after the other. */
  readonly weight: Parameter
  /** `[inChannels · multiplier]`; with `useBias: false` there is none, and reading it throws. */
  declare readonly bias: Parameter

  constructor(name: string, rank: number, kernelSize: PerAxis, options: DepthwiseConvOptions) {
    super()
    checkOptions(name, options, OPTIONS)
    const { inChannels, multiplier = 1, useBias = true, dtype = 'float32' } = options
    this.multiplier = positiveCount(name, 'multiplier', multiplier)
    this.kernelSize = perAxis(name, 'kernelSize', kernelSize, rank, 1)
    this.stride = perAxis(name, 'stride', options.stride ?? 1, rank, 1)
    this.padding = paddingOf(name, options.padding ?? 0, rank)
    this.dilation = perAxis(name, 'dilation', options.dilation ?? 1, rank, 1)
    this.useBias = flag(name, 'useBias', useBias)
    this.activation = optionalActivation(name, options.activation)
    const units = inChannels === undefined ? null : count(name, 'inChannels', inChannels) * multiplier
    this.weight = new Parameter({
      shape: [units, 1, ...this.kernelSize],
      role: 'weight',
      axes: { out: 0, in: 1, unitsPerGroup: multiplier, stride: this.stride },
      dtype,
      init: varianceScaling({ scale: 1 / 3, mode: 'fanIn', distribution: 'uniform' }),
      option: options.weightInit,
    })
    if (useBias) {
      const option = options.biasInit
      this.bias = new Parameter({ shape: [units], role: 'bias', dtype, init: zeros(), option })
    } else {
      withoutParameter(this, 'bias', 'useBias')
    }
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    const { weight, useBias, kernelSize, stride, dilation, multiplier } = this
    const groups = checkChannels(this, x)
    const units = groups * multiplier
    const shapes = [[weight, [units, 1, ...kernelSize]] as const]
    this.materialize(x.backend, useBias ? [...shapes, [this.bias, [units]]] : shapes)
    return convolveBatch(this, x, (batch, activation) => {
      const options = { stride, dilation, padding: paddingWidths(this, batch), groups, activation }
      return convolve(batch, weight.data, useBias ? this.bias.data : undefined, options)
    })
  }
}

/** The number of channels of an input, checked. */
function checkChannels(layer: DepthwiseConv, x: Tensor): number {
  const { weight, kernelSize, multiplier } = layer
  checkInput(layer, x, weight.dtype)
  checkRank(layer, x, kernelSize.length)
  const channels = x.shape.at(-1 - kernelSize.length)!
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
export class DepthwiseConv1d extends DepthwiseConv {
  constructor(kernelSize: PerAxis, options: DepthwiseConvOptions = {}) {
    super('DepthwiseConv1d', 1, kernelSize, options)
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
export class DepthwiseConv2d extends DepthwiseConv {
  constructor(kernelSize: PerAxis, options: DepthwiseConvOptions = {}) {
    super('DepthwiseConv2d', 2, kernelSize, options)
  }
}
