import { checkOptions, integer, type OptionNames } from '@nn/check'
import type { Axes, InitLike, LayerKind } from '@nn/init'
import { fanUniform } from '@nn/init/layer'
import type { ActivationOp, DType, Tensor } from '@nn/tensor'
import { activate, optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activation.ts'
import { fusedName } from '../activations/fused.ts'
import { checkInput, imageShape, type Labelled, wrongShape } from '../check/input.ts'
import { divides, dtypeOf, flagOf, lengthOf, type PerAxis, perAxis } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { biasIf, type PresentIf } from '../module/present-if.ts'
import type { PartialShape } from '../tree/shape.ts'
import { adopt } from '../tree/walk.ts'

/** The options that every convolution has. */
export interface ConvolutionOptions<HasBias extends boolean = boolean> {
  /** Length of the input's channel axis; left out, the first input decides. */
  readonly inChannels?: number | undefined
  /** Distance of neighbouring windows. Default 1. */
  readonly stride?: PerAxis | undefined
  /** Distance of neighbouring elements of a window. Default 1. */
  readonly dilation?: PerAxis | undefined
  /** Parts into which the channels are cut; each output sees the inputs of its own part. Default 1. */
  readonly groups?: number | undefined
  /** Function that is applied to the result. */
  readonly activation?: Activation | undefined
  /** Whether there is a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /** Initializer of the weight. Default U[-1/√fanIn, 1/√fanIn). */
  readonly weightInit?: InitLike | undefined
  /** Initializer of the bias. Default zeros. */
  readonly biasInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const CONVOLUTION: OptionNames<ConvolutionOptions> = {
  inChannels: true,
  stride: true,
  dilation: true,
  groups: true,
  activation: true,
  useBias: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
}

/** The design of a kind of convolution is. */
export interface ConvolutionDesign {
  /** As errors name the layer that is constructed. */
  readonly name: string
  /** Number of axes of the kernel. */
  readonly rank: number
  /** What the layer declares to be, before its parameters are made; undefined for one that keeps its own laws. */
  readonly kind?: LayerKind
  /** Whether inputs are spread over outputs. Default false. */
  readonly transposed?: boolean
  /** The names of options beyond those of all convolutions. */
  readonly others?: Readonly<Record<string, true>>
}

/**
 * A layer that moves a kernel over the last axes: options, parameters and the checks of inputs, of which a subclass makes its
 * `convolve`. W is `[outChannels, inChannels/groups, …kernelSize]`, of a transposed one `[inChannels, outChannels/groups,
 * …kernelSize]`; it starts as U[-1/√fanIn, 1/√fanIn), of a transposed one with fanOut; b as zeros.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range, or groups do not divide the channels.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { Convolution } from '@nn/layers'
 * import { convolve, type Tensor } from '@nn/tensor'
 * class Blur extends Convolution<false> {
 *   constructor() {
 *     super({ name: 'Blur', rank: 1 }, 1, 2, { useBias: false, weightInit: ones() })
 *   }
 *   convolve(x: Tensor) {
 *     return convolve(x, this.weight.data).div(2)
 *   }
 * }
 * const blur = new Blur()
 * blur.initialize()
 * blur.forward(cpu.tensor([[[1, 3, 5]]])).toNested() // => [[[2, 4]]]
 * ```
 */
export abstract class Convolution<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind | undefined
  readonly outChannels: number
  readonly kernelSize: readonly number[]
  readonly stride: readonly number[]
  readonly dilation: readonly number[]
  readonly groups: number
  readonly transposed: boolean
  readonly useBias: HasBias
  readonly activation: Activation | undefined
  /** `[outChannels, inChannels/groups, …kernelSize]`, or transposed `[inChannels, outChannels/groups, …kernelSize]`. */
  weight: Parameter
  /** `[outChannels]`; undefined with `useBias: false`. */
  bias: PresentIf<HasBias, Parameter>

  constructor(
    design: ConvolutionDesign,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvolutionOptions<HasBias> = {},
  ) {
    super()
    const { name, rank, transposed = false, others } = design
    this.kind = design.kind
    checkOptions(name, options, { ...CONVOLUTION, ...others })
    const { stride = 1, dilation = 1, groups = 1 } = options
    const dtype = dtypeOf(name, options.dtype)
    const channels = lengthOf(name, 'inChannels', options.inChannels)
    this.outChannels = integer(name, 'outChannels', outChannels, 0)
    this.kernelSize = perAxis(name, 'kernelSize', kernelSize, rank, 1)
    this.stride = perAxis(name, 'stride', stride, rank, 1)
    this.dilation = perAxis(name, 'dilation', dilation, rank, 1)
    this.groups = integer(name, 'groups', groups, 1)
    this.transposed = transposed
    this.useBias = flagOf(name, 'useBias', options.useBias, true)
    this.activation = optionalActivation(name, options.activation)
    divides(name, 'groups', groups, 'outChannels', outChannels)
    divides(name, 'groups', groups, 'inChannels', channels ?? groups)
    this.weight = new Parameter({
      shape: weightShape(this, channels),
      role: 'weight',
      axes: axesOf(this),
      dtype,
      // PyTorch's law takes the second axis for the inputs, also where it is that of the outputs.
      init: fanUniform(1 / 3, transposed ? 'fanOut' : 'fanIn'),
      option: options.weightInit,
    })
    this.bias = biasIf(this.useBias, {
      shape: [outChannels],
      axes: { out: 0, groups },
      weight: this.weight,
      dtype,
      option: options.biasInit,
    })
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    const { weight, outChannels } = this
    const bias: Parameter | undefined = this.bias
    const channels = checkChannels(this, x)
    if (!weight.isReady || bias?.isReady === false) {
      this.materialize(x.backend, [
        [weight, weightShape(this, channels)],
        [bias, [outChannels]],
      ])
    }
    return convolveBatch(this, x, (batch, fused) => this.convolve(batch, bias?.data, fused))
  }

  /** The convolution of a batch `[n, channels, …lengths]`, with its bias and an activation that is applied in the same pass. */
  abstract convolve(x: Tensor, bias: Tensor | undefined, activation: ActivationOp | undefined): Tensor
}

/** What a layer with a kernel and an activation makes of a batch, or of one example without n. */
export function convolveBatch(
  layer: Labelled & { readonly kernelSize: readonly number[]; readonly activation: Activation | undefined },
  x: Tensor,
  convolve: (batch: Tensor, activation: ActivationOp | undefined) => Tensor,
): Tensor {
  const { activation } = layer
  const isSingle = x.ndim === layer.kernelSize.length + 1
  const fused = fusedName(activation)
  const y = convolve(isSingle ? x.unsqueeze(0) : x, fused)
  const result = isSingle ? y.squeeze(0) : y
  return activation === undefined || fused ? result : activate(layer, activation, result)
}

type Shape = Pick<Convolution, 'outChannels' | 'kernelSize' | 'groups' | 'stride' | 'transposed'>

function weightShape(layer: Shape, channels: number): number[]
function weightShape(layer: Shape, channels: number | null): PartialShape
function weightShape(
  { outChannels, kernelSize, groups, transposed }: Shape,
  channels: number | null,
): PartialShape {
  if (transposed) return [channels, outChannels / groups, ...kernelSize]
  return [outChannels, channels === null ? null : channels / groups, ...kernelSize]
}

function axesOf({ groups, stride, transposed }: Shape): Axes {
  return { ...(transposed ? { in: 0, out: 1, transposed } : { out: 0, in: 1 }), groups, stride }
}

/** The number of channels of an input `[n, channels, …lengths]`, or of one example without n. */
function checkChannels(layer: Convolution<boolean>, x: Tensor): number {
  const { weight, kernelSize, groups, transposed } = layer
  const rank = kernelSize.length
  checkInput(layer, x, weight.dtype)
  const stored = weight.shape[transposed ? 0 : 1] ?? null
  const expected = stored === null || transposed ? stored : stored * groups
  const channels = x.shape.at(-1 - rank)
  const fits = x.ndim === rank + 1 || x.ndim === rank + 2
  if (fits && channels !== undefined && (expected === null || channels === expected)) {
    if (channels % groups !== 0) divides(layer.label, 'groups', groups, 'channels', channels)
    return channels
  }
  const cure = x.ndim === rank + 2 ? `build it with { inChannels: ${channels} }` : undefined
  throw wrongShape(layer, `an input ${imageShape(rank, expected ?? 'channels')} or one without n`, x, cure)
}
