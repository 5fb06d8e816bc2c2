import type { LayerKind } from '@nn/init'
import { type ActivationOp, convolveTransposed, ShapeError, type Tensor } from '@nn/tensor'
import { type PerAxis, perAxis } from '../check/options.ts'
import { reach } from '../windows/windows.ts'
import { Convolution, type ConvolutionOptions } from './convolution.ts'

/** The options of `ConvTranspose1d`, `ConvTranspose2d` and `ConvTranspose3d`. */
export interface ConvTransposeOptions extends ConvolutionOptions {
  /** Elements cut from both ends of each axis of the output. Default 0. */
  readonly padding?: PerAxis
  /** Elements added at the end of each axis of the output; less than stride or dilation. Default 0. */
  readonly outputPadding?: PerAxis
}

/** A transposed convolution of any number of axes. */
abstract class ConvTranspose extends Convolution {
  override readonly kind: LayerKind = 'transposedConvolution'
  readonly padding: readonly number[]
  readonly outputPadding: readonly number[]

  constructor(name: string, rank: number, outChannels: number, size: PerAxis, options: ConvTransposeOptions) {
    super({ name, rank, transposed: true, others: ['outputPadding'] }, outChannels, size, options)
    this.padding = perAxis(name, 'padding', options.padding ?? 0, rank, 0)
    this.outputPadding = perAxis(name, 'outputPadding', options.outputPadding ?? 0, rank, 0)
    this.outputPadding.forEach((added, axis) => {
      const limit = Math.max(this.stride[axis]!, this.dilation[axis]!)
      if (added < limit) return
      throw new RangeError(`${name}: expected outputPadding < ${limit}, the stride or dilation, got ${added}`)
    })
  }

  protected override convolve(
    x: Tensor,
    bias: Tensor | undefined,
    activation: ActivationOp | undefined,
  ): Tensor {
    this.kernelSize.forEach((_, axis) => {
      checkLength(this, axis, x.shape[axis + 2]!)
    })
    const { stride, dilation, padding, outputPadding, groups } = this
    const options = { stride, dilation, padding, outputPadding, groups, activation }
    return convolveTransposed(x, this.weight.data, bias, options)
  }
}

/** Throws unless there is an output that padding can be cut from. */
function checkLength(layer: ConvTranspose, axis: number, length: number): void {
  const [stride, padding] = [layer.stride[axis]!, layer.padding[axis]!]
  const size = reach(layer.kernelSize[axis]!, layer.dilation[axis]!)
  const full = (length - 1) * stride + size + layer.outputPadding[axis]!
  if (length > 0 && full >= 2 * padding) return
  const expected = `an output of at least 0 elements along axis ${axis + 2}`
  throw new ShapeError(
    `${layer.label}: expected ${expected}, got ${full - 2 * padding} of ${length} inputs; lower its padding`,
  )
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
 * import { ones } from '@nn/init'
 * import { ConvTranspose1d } from '@nn/layers'
 * const conv = new ConvTranspose1d(1, 2, { stride: 2, weightInit: ones() })
 * conv.initialize()
 * conv.forward(cpu.tensor([[[1, 2]]])).toNested() // => [[[1, 1, 2, 2]]]
 * ```
 */
export class ConvTranspose1d extends ConvTranspose {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeOptions = {}) {
    super('ConvTranspose1d', 1, outChannels, kernelSize, options)
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
export class ConvTranspose2d extends ConvTranspose {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeOptions = {}) {
    super('ConvTranspose2d', 2, outChannels, kernelSize, options)
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
export class ConvTranspose3d extends ConvTranspose {
  constructor(outChannels: number, kernelSize: PerAxis, options: ConvTransposeOptions = {}) {
    super('ConvTranspose3d', 3, outChannels, kernelSize, options)
  }
}
