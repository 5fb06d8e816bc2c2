import type { OptionNames } from '@nn/check'
import type { LayerKind } from '@nn/init'
import { type ActivationOp, convolve, type Tensor } from '@nn/tensor'
import type { PerAxis } from '../check/options.ts'
import { type Padding, type PaddingMode, padded, paddingModeOf, paddingOf } from '../windows/padding.ts'
import { Convolution, type ConvolutionDesign, type ConvolutionOptions } from './convolution.ts'

/** The options of `Conv1d`, `Conv2d` and `Conv3d`. */
export interface ConvOptions<HasBias extends boolean = boolean> extends ConvolutionOptions<HasBias> {
  /** What is put around the input, and how much. Default 0. */
  readonly padding?: Padding | undefined
  /** What stands there: zeros, the input's mirror image, its edge, or its other end. Default `'zeros'`. */
  readonly paddingMode?: PaddingMode | undefined
}

const OTHERS: OptionNames<Omit<ConvOptions, keyof ConvolutionOptions>> = { padding: true, paddingMode: true }

/**
 * What `Conv1d`, `Conv2d` and `Conv3d` share: a convolution of any number of axes, with padding.
 *
 * @example
 * ```ts
 * import { Conv, Conv2d } from '@nn/layers'
 * new Conv2d(8, 3) instanceof Conv // => true
 * ```
 */
export abstract class Conv<HasBias extends boolean = true> extends Convolution<HasBias> {
  declare readonly kind: LayerKind
  /** How many elements are put on both sides of each axis, or `'same'`. */
  readonly padding: readonly number[] | 'same'
  readonly paddingMode: PaddingMode

  constructor(
    design: ConvolutionDesign,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvOptions<HasBias> = {},
  ) {
    super(
      { kind: 'convolution', ...design, others: { ...OTHERS, ...design.others } },
      outChannels,
      kernelSize,
      options,
    )
    const { padding = 0, paddingMode } = options
    this.padding = paddingOf(design.name, padding, design.rank)
    this.paddingMode = paddingModeOf(design.name, paddingMode)
  }

  override convolve(x: Tensor, bias: Tensor | undefined, activation: ActivationOp | undefined): Tensor {
    const { stride, dilation, groups } = this
    const [input, padding] = padded(this, x)
    return convolve(input, this.weight.data, bias, { stride, dilation, padding, groups, activation })
  }
}

/**
 * `y[n, o, t] = b[o] + Σ w[o, c, k]·x[n, c, t·stride + k·dilation]`, with x padded by zeros or as `paddingMode` says: `[n, inChannels,
 * length] → [n, outChannels, ⌊(length + 2·padding − dilation·(kernelSize − 1) − 1)/stride⌋ + 1]`, also
 * without n. W is `[outChannels, inChannels/groups, kernelSize]` and starts as U[-1/√fanIn, 1/√fanIn), the
 * law of PyTorch's `nn.Conv1d`; b as zeros.
 *
 * @throws TypeError or RangeError if sizes are not integers, or groups do not divide the channels; the
 * input's shape and dtype are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { Conv1d } from '@nn/layers'
 * const conv = new Conv1d(1, 2, { weightInit: ones() })
 * conv.initialize()
 * conv.forward(cpu.tensor([[[1, 2, 3]]])).toNested() // => [[[3, 5]]]
 * conv.forward(cpu.ones([1, 2, 3])) // throws /Conv1d: expected an input \[n, 1, width\]/
 * const around = new Conv1d(1, 2, { padding: 'same', paddingMode: 'circular', weightInit: ones() })
 * around.initialize()
 * around.forward(cpu.tensor([[[1, 2, 3]]])).toNested() // => [[[3, 5, 4]]]
 * ```
 */
export class Conv1d<HasBias extends boolean = true> extends Conv<HasBias> {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvOptions<HasBias> = {}) {
    super({ name: 'Conv1d', rank: 1 }, outChannels, kernelSize, options)
  }
}

/**
 * As `Conv1d` over two axes: `[n, inChannels, height, width] → [n, outChannels, height′, width′]`, also
 * without n. W is `[outChannels, inChannels/groups, …kernelSize]`.
 *
 * @throws As `Conv1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Conv2d, relu } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const conv = new Conv2d(8, 3, { padding: 'same', stride: [1, 2], activation: relu })
 * conv.initialize({ rng: createRng(42) })
 * conv.forward(cpu.ones([2, 3, 5, 6])).shape // => [2, 8, 5, 3]
 * conv.weight.shape // => [8, 3, 3, 3]
 * conv.weight.fans // => { fanIn: 27, fanOut: 36 }
 * ```
 */
export class Conv2d<HasBias extends boolean = true> extends Conv<HasBias> {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvOptions<HasBias> = {}) {
    super({ name: 'Conv2d', rank: 2 }, outChannels, kernelSize, options)
  }
}

/**
 * As `Conv1d` over three axes: `[n, inChannels, depth, height, width] → [n, outChannels, depth′, height′,
 * width′]`, also without n.
 *
 * @throws As `Conv1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { Conv3d } from '@nn/layers'
 * const conv = new Conv3d(4, 2, { groups: 2, weightInit: ones() })
 * conv.initialize()
 * conv.forward(cpu.ones([1, 2, 2, 2, 3])).at(0, 3).toNested() // => [[[8, 8]]]
 * ```
 */
export class Conv3d<HasBias extends boolean = true> extends Conv<HasBias> {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvOptions<HasBias> = {}) {
    super({ name: 'Conv3d', rank: 3 }, outChannels, kernelSize, options)
  }
}
