import { message, type OptionNames, wrongValue } from '@nn/check'
import type { LayerKind } from '@nn/init'
import { type ActivationOp, convolveTransposed, ShapeError, type Tensor } from '@nn/tensor'
import { type PerAxis, perAxis } from '../check/options.ts'
import { reach } from '../windows/windows.ts'
import { Convolution, type ConvolutionDesign, type ConvolutionOptions } from './convolution.ts'

/** The options of `ConvTranspose1d`, `ConvTranspose2d` and `ConvTranspose3d`. */
export interface ConvTransposeOptions<HasBias extends boolean = boolean> extends ConvolutionOptions<HasBias> {
  /** Elements cut from both ends of each axis of the output. Default 0. */
  readonly padding?: PerAxis | undefined
  /** Elements added at the end of each axis of the output; less than stride or dilation. Default 0. */
  readonly outputPadding?: PerAxis | undefined
  /** Only `'zeros'`, as in PyTorch: padding cuts the output, and nothing is put around the input. */
  readonly paddingMode?: 'zeros' | undefined
}

const OTHERS: OptionNames<Omit<ConvTransposeOptions, keyof ConvolutionOptions>> = {
  padding: true,
  outputPadding: true,
  paddingMode: true,
}

/**
 * What `ConvTranspose1d`, `ConvTranspose2d` and `ConvTranspose3d` share: a transposed convolution of any number of axes.
 *
 * @example
 * ```ts
 * import { ConvTranspose, ConvTranspose2d } from '@nn/layers'
 * new ConvTranspose2d(8, 3) instanceof ConvTranspose // => true
 * ```
 */
export abstract class ConvTranspose<HasBias extends boolean = true> extends Convolution<HasBias> {
  declare readonly kind: LayerKind
  readonly padding: readonly number[]
  readonly outputPadding: readonly number[]

  constructor(
    design: ConvolutionDesign,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvTransposeOptions<HasBias> = {},
  ) {
    super(
      { kind: 'transposedConvolution', ...design, transposed: true, others: { ...OTHERS, ...design.others } },
      outChannels,
      kernelSize,
      options,
    )
    const { name, rank } = design
    const { padding = 0, outputPadding = 0, paddingMode = 'zeros' } = options
    if (paddingMode !== 'zeros') {
      const cure = 'its padding cuts the output; pad the input by padMode of @nn/tensor'
      throw wrongValue(name, "paddingMode 'zeros'", paddingMode, cure)
    }
    this.padding = perAxis(name, 'padding', padding, rank, 0)
    this.outputPadding = perAxis(name, 'outputPadding', outputPadding, rank, 0)
    for (const [axis, added] of this.outputPadding.entries()) {
      const limit = Math.max(this.stride[axis] ?? 1, this.dilation[axis] ?? 1)
      if (added < limit) continue
      throw new RangeError(message(name, `outputPadding < ${limit}, the stride or dilation`, String(added)))
    }
  }

  override convolve(x: Tensor, bias: Tensor | undefined, activation: ActivationOp | undefined): Tensor {
    checkLengths(this, x.shape.slice(2))
    const { stride, dilation, padding, outputPadding, groups } = this
    const options = { stride, dilation, padding, outputPadding, groups, activation }
    return convolveTransposed(x, this.weight.data, bias, options)
  }
}

/** Throws unless there is an output along each axis that padding can be cut from. */
function checkLengths(layer: ConvTranspose<boolean>, lengths: readonly number[]): void {
  for (const [axis, length] of lengths.entries()) {
    const { kernelSize, stride, dilation, padding, outputPadding } = layer
    const size = reach(kernelSize[axis] ?? 1, dilation[axis] ?? 1)
    const full = (length - 1) * (stride[axis] ?? 1) + size + (outputPadding[axis] ?? 0)
    const output = full - 2 * (padding[axis] ?? 0)
    if (length > 0 && output >= 0) continue
    const expected = `an output of at least 0 elements along axis ${axis + 2}`
    throw new ShapeError(message(layer.label, expected, `${output} of ${length} inputs`, 'lower its padding'))
  }
}

/**
 * The transpose of `Conv1d` as a linear map: each `x[n, c, t]` adds `w[c, o, k]·x[n, c, t]` to `y[n, o,
 * t·stride + k·dilation − padding]`. `[n, inChannels, length] → [n, outChannels, (length − 1)·stride −
 * 2·padding + dilation·(kernelSize − 1) + outputPadding + 1]`, also without n. W is `[inChannels,
 * outChannels/groups, kernelSize]` and starts as U[-a, a), a² = 1/(outChannels/groups·kernelSize), the law of
 * PyTorch's `nn.ConvTranspose1d`; b as zeros.
 *
 * @throws TypeError or RangeError if sizes are not integers, groups do not divide the channels, or
 * outputPadding is not below stride or dilation; the input's shape and dtype are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones, type LayerKind } from '@nn/init'
 * import { ConvTranspose1d } from '@nn/layers'
 * const conv = new ConvTranspose1d(1, 2, { stride: 2, weightInit: ones() })
 * conv.initialize()
 * conv.forward(cpu.tensor([[[1, 2]]])).toNested() // => [[[1, 1, 2, 2]]]
 * ```
 */
export class ConvTranspose1d<HasBias extends boolean = true> extends ConvTranspose<HasBias> {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeOptions<HasBias> = {}) {
    super({ name: 'ConvTranspose1d', rank: 1 }, outChannels, kernelSize, options)
  }
}

/**
 * As `ConvTranspose1d` over two axes: `[n, inChannels, height, width] → [n, outChannels, height′, width′]`,
 * also without n.
 *
 * @throws As `ConvTranspose1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ConvTranspose2d } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const conv = new ConvTranspose2d(4, 3, { stride: 2, padding: 1, outputPadding: 1 })
 * conv.initialize({ rng: createRng(42) })
 * conv.forward(cpu.ones([1, 8, 5, 7])).shape // => [1, 4, 10, 14]
 * conv.weight.fans // => { fanIn: 18, fanOut: 36 }
 * ```
 */
export class ConvTranspose2d<HasBias extends boolean = true> extends ConvTranspose<HasBias> {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeOptions<HasBias> = {}) {
    super({ name: 'ConvTranspose2d', rank: 2 }, outChannels, kernelSize, options)
  }
}

/**
 * As `ConvTranspose1d` over three axes: `[n, inChannels, depth, height, width] → [n, outChannels, depth′,
 * height′, width′]`, also without n.
 *
 * @throws As `ConvTranspose1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ConvTranspose3d } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const conv = new ConvTranspose3d(4, 2, { groups: 2 })
 * conv.initialize({ rng: createRng(42) })
 * conv.forward(cpu.ones([1, 6, 2, 3, 4])).shape // => [1, 4, 3, 4, 5]
 * conv.weight.shape // => [6, 2, 2, 2, 2]
 * ```
 */
export class ConvTranspose3d<HasBias extends boolean = true> extends ConvTranspose<HasBias> {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeOptions<HasBias> = {}) {
    super({ name: 'ConvTranspose3d', rank: 3 }, outChannels, kernelSize, options)
  }
}
