import { showShape } from '@nn/check'
import { type InitLike, type LayerKind, ones, zeros } from '@nn/init'
import { type DType, moments, standardize, type Tensor } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import { checkInput, type Labelled, wrongShape } from '../check/input.ts'
import { flag, numberWithin, positiveCount } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { fits } from '../module/values.ts'
import { withoutParameter } from '../module/without-parameter.ts'
import { checkLengths, type PartialShape } from '../tree/shape.ts'
import { lastAxes, scaleOf } from './moments.ts'

/** What is normalised: so many of the last axes, or the last axes of these lengths. */
export interface NormalizedAxes {
  /**
   * Number of the last axes that are normalised together; the first input decides their lengths. Default 1.
   */
  readonly axes?: number
  /** Their lengths, a number for one axis. */
  readonly shape?: number | readonly number[]
}

/** The options of `LayerNorm`. */
export interface LayerNormOptions extends NormalizedAxes {
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number
  /** Whether there are a weight and, unless `useBias: false`, a bias. Default true. */
  readonly affine?: boolean
  /** Default true. */
  readonly useBias?: boolean
  /** Default ones. */
  readonly weightInit?: InitLike
  /** Default zeros. */
  readonly biasInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

/** Lengths of the normalised axes, null for those that the first input decides. */
export function normalizedShape(where: string, { axes = 1, shape }: NormalizedAxes): PartialShape {
  if (shape === undefined) return new Array<null>(positiveCount(where, 'axes', axes)).fill(null)
  const lengths = typeof shape === 'number' ? [shape] : shape
  checkLengths(where, lengths)
  return lengths
}

/** The lengths of an input's last axes, checked. */
export function checkNormalized(layer: Labelled, x: Tensor, dtype: DType, expected: PartialShape): number[] {
  checkInput(layer, x, dtype)
  const own = x.shape.slice(Math.max(x.ndim - expected.length, 0))
  if (fits(own, expected)) return own
  throw wrongShape(layer, `an input that ends in ${showShape(expected)}`, x)
}

/**
 * `(x − mean) / √(var + eps) · w + b`, mean and variance over the last axes of each example (Ba et al., 2016,
 * https://arxiv.org/abs/1607.06450), in double precision: `[…, …shape] → […, …shape]`. w starts as ones, b as
 * zeros.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range; the input's shape and dtype are
 * checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { LayerNorm } from '@nn/layers'
 * const norm = new LayerNorm({ eps: 0 })
 * norm.initialize()
 * norm.forward(cpu.tensor([[1, 3], [10, 20]])).toNested() // => [[-1, 1], [-1, 1]]
 * norm.weight.shape // => [2]
 * norm.forward(cpu.ones([3])) // throws /LayerNorm: expected an input that ends in \[2\], got \[3\]/
 * ```
 */
export class LayerNorm extends Module {
  override readonly kind: LayerKind = 'norm'
  readonly eps: number
  readonly affine: boolean
  readonly useBias: boolean
  readonly dtype: DType
  readonly shape: PartialShape
  /** `[…shape]`; with `affine: false` there is none, and reading it throws. */
  declare readonly weight: Parameter
  /** `[…shape]`; with `affine: false` or `useBias: false` there is none, and reading it throws. */
  declare readonly bias: Parameter

  constructor(options: LayerNormOptions = {}) {
    super()
    const where = 'LayerNorm'
    checkOptions(where, options, [
      'axes',
      'shape',
      'eps',
      'affine',
      'useBias',
      'weightInit',
      'biasInit',
      'dtype',
    ])
    const { eps = 1e-5, affine = true, useBias = true, weightInit, biasInit, dtype = 'float32' } = options
    this.eps = numberWithin(where, 'eps', eps, [0, Infinity])
    this.affine = flag(where, 'affine', affine)
    this.useBias = affine && flag(where, 'useBias', useBias)
    this.dtype = dtype
    this.shape = normalizedShape(where, options)
    const { shape } = this
    if (affine) this.weight = new Parameter({ shape, role: 'scale', dtype, init: ones(), option: weightInit })
    else withoutParameter(this, 'weight', 'affine')
    if (this.useBias)
      this.bias = new Parameter({ shape, role: 'bias', dtype, init: zeros(), option: biasInit })
    else withoutParameter(this, 'bias', affine ? 'useBias' : 'affine')
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    const { affine, useBias, dtype, shape } = this
    const own = checkNormalized(this, x, dtype, affine ? this.weight.shape : shape)
    const scale = scaleOf(moments(x, lastAxes(shape.length), { keepDims: true }), this.eps)
    if (!affine) return standardize(x, scale)
    const parameters = useBias ? [this.weight, this.bias] : [this.weight]
    this.materialize(
      x.backend,
      parameters.map((parameter) => [parameter, own]),
    )
    return standardize(x, {
      ...scale,
      weight: this.weight.data,
      bias: useBias ? this.bias.data : undefined,
    })
  }
}
