import { type Axes, type InitLike, varianceScaling, zeros } from '@nn/init'
import type { ActivationOp, DType, Tensor } from '@nn/tensor'
import { activate, optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activations.ts'
import { fusedName } from '../activations/fused.ts'
import { checkOptions } from '../check/check-options.ts'
import { checkInput, imageShape, type Labelled, wrongShape } from '../check/input.ts'
import { count, flag, type PerAxis, perAxis, positiveCount } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { withoutParameter } from '../module/without-parameter.ts'
import type { PartialShape } from '../tree/shape.ts'

/** The options that every convolution has. */
export interface ConvolutionOptions {
  /** Length of the input's channel axis; left out, the first input decides. */
  readonly inChannels?: number
  /** Distance of neighbouring windows. Default 1. */
  readonly stride?: PerAxis
  /** Distance of neighbouring elements of a window. Default 1. */
  readonly dilation?: PerAxis
  /** Parts into which the channels are cut; each output sees the inputs of its own part. Default 1. */
  readonly groups?: number
  /** Applied to the result. */
  readonly activation?: Activation
  /** Default true. */
  readonly useBias?: boolean
  /** Default U[-1/√fanIn, 1/√fanIn). */
  readonly weightInit?: InitLike
  /** Default zeros. */
  readonly biasInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

const OPTIONS = [
  'inChannels',
  'stride',
  'padding',
  'dilation',
  'groups',
  'activation',
  'useBias',
  'weightInit',
  'biasInit',
  'dtype',
]

/** What a kind of convolution is made of. */
interface Kind {
  readonly name: string
  readonly rank: number
  readonly transposed: boolean
  /** Options beyond those of all. */
  readonly others: readonly string[]
}

/** What convolutions share: options, parameters and the checks of inputs. */
export abstract class Convolution extends Module {
  readonly outChannels: number
  readonly kernelSize: readonly number[]
  readonly stride: readonly number[]
  readonly dilation: readonly number[]
  readonly groups: number
  readonly transposed: boolean
  readonly useBias: boolean
  readonly activation: Activation | undefined
  readonly weight: Parameter
  /** `[outChannels]`; with `useBias: false` there is none, and reading it throws. */
  declare readonly bias: Parameter

  constructor(kind: Kind, outChannels: number, kernelSize: PerAxis, options: ConvolutionOptions) {
    super()
    const { name, rank, transposed, others } = kind
    checkOptions(name, options, [...OPTIONS, ...others])
    const { inChannels, stride = 1, dilation = 1, groups = 1, useBias = true, dtype = 'float32' } = options
    this.outChannels = count(name, 'outChannels', outChannels)
    this.kernelSize = perAxis(name, 'kernelSize', kernelSize, rank, 1)
    this.stride = perAxis(name, 'stride', stride, rank, 1)
    this.dilation = perAxis(name, 'dilation', dilation, rank, 1)
    this.groups = positiveCount(name, 'groups', groups)
    this.transposed = transposed
    this.useBias = flag(name, 'useBias', useBias)
    this.activation = optionalActivation(name, options.activation)
    const channels = inChannels === undefined ? null : count(name, 'inChannels', inChannels)
    checkGroups(name, 'outChannels', outChannels, groups)
    checkGroups(name, 'inChannels', channels ?? groups, groups)
    this.weight = new Parameter({
      shape: weightShape(this, channels),
      role: 'weight',
      axes: axesOf(this),
      dtype,
      // PyTorch's law takes the second axis for the inputs, also where it is that of the outputs.
      init: varianceScaling({
        scale: 1 / 3,
        mode: transposed ? 'fanOut' : 'fanIn',
        distribution: 'uniform',
      }),
      option: options.weightInit,
    })
    if (useBias) {
      const option = options.biasInit
      this.bias = new Parameter({ shape: [outChannels], role: 'bias', dtype, init: zeros(), option })
    } else {
      withoutParameter(this, 'bias', 'useBias')
    }
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    const { weight, useBias, outChannels } = this
    const channels = checkChannels(this, x)
    if (!weight.isReady || (useBias && !this.bias.isReady)) {
      const shapes = [[weight, weightShape(this, channels) as number[]] as const]
      this.materialize(x.backend, useBias ? [...shapes, [this.bias, [outChannels]]] : shapes)
    }
    return convolveBatch(this, x, (batch, fused) =>
      this.convolve(batch, useBias ? this.bias.data : undefined, fused),
    )
  }

  /** The convolution of a batch, with its bias and an activation that is applied in the same pass. */
  protected abstract convolve(
    x: Tensor,
    bias: Tensor | undefined,
    activation: ActivationOp | undefined,
  ): Tensor
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
  return activation === undefined || fused ? result : activate(() => layer.label, activation, result)
}

function checkGroups(where: string, name: string, channels: number, groups: number): void {
  if (channels % groups === 0) return
  throw new RangeError(`${where}: expected groups to divide ${name} ${channels}, got ${groups}`)
}

function weightShape(layer: Convolution, channels: number | null): PartialShape {
  const { outChannels, kernelSize, groups, transposed } = layer
  if (transposed) return [channels, outChannels / groups, ...kernelSize]
  return [outChannels, channels === null ? null : channels / groups, ...kernelSize]
}

function axesOf({ groups, stride, transposed }: Convolution): Axes {
  return { ...(transposed ? { in: 0, out: 1, transposed } : { out: 0, in: 1 }), groups, stride }
}

/** The number of channels of an input `[n, channels, …lengths]`, or of one example without n. */
function checkChannels(layer: Convolution, x: Tensor): number {
  const { weight, kernelSize, groups, transposed } = layer
  const rank = kernelSize.length
  checkInput(layer, x, weight.dtype)
  const stored = weight.shape[transposed ? 0 : 1] ?? null
  const expected = stored === null || transposed ? stored : stored * groups
  const channels = x.shape.at(-1 - rank)
  if ((x.ndim === rank + 1 || x.ndim === rank + 2) && (expected === null || channels === expected)) {
    if (channels! % groups !== 0) checkGroups(layer.label, 'channels', channels!, groups)
    return channels!
  }
  const cure = x.ndim === rank + 2 ? `build it with { inChannels: ${channels} }` : undefined
  throw wrongShape(layer, `an input ${imageShape(rank, expected ?? 'channels')} or one without n`, x, cure)
}
