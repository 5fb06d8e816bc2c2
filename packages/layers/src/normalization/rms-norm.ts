import { type InitLike, type LayerKind, ones } from '@nn/init'
import { type DType, meanSquare, standardize, type Tensor } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import { flag, numberWithin } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { withoutParameter } from '../module/without-parameter.ts'
import type { PartialShape } from '../tree/shape.ts'
import { checkNormalized, type NormalizedAxes, normalizedShape } from './layer-norm.ts'
import { inverseRoot, lastAxes } from './moments.ts'

/** The options of `RmsNorm`. */
export interface RmsNormOptions extends NormalizedAxes {
  /** Added to the mean square. Default: the dtype's distance from 1 to the next number. */
  readonly eps?: number
  /** Whether there is a weight. Default true. */
  readonly affine?: boolean
  /** Default ones. */
  readonly weightInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

/**
 * `x / √(mean x² + eps) · w`, the mean over the last axes of each example (Zhang and Sennrich, 2019,
 * https://arxiv.org/abs/1910.07467), in double precision: `[…, …shape] → […, …shape]`. w starts as ones.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range; the input's shape and dtype are
 * checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { RmsNorm } from '@nn/layers'
 * const norm = new RmsNorm({ eps: 0 })
 * norm.initialize()
 * norm.forward(cpu.tensor([[5, -5], [0, 8]])).toNested() // => [[1, -1], [0, Math.fround(Math.SQRT2)]]
 * ```
 */
export class RmsNorm extends Module {
  override readonly kind: LayerKind = 'norm'
  readonly eps: number
  readonly affine: boolean
  readonly dtype: DType
  readonly shape: PartialShape
  /** `[…shape]`; with `affine: false` there is none, and reading it throws. */
  declare readonly weight: Parameter

  constructor(options: RmsNormOptions = {}) {
    super()
    const where = 'RmsNorm'
    checkOptions(where, options, ['axes', 'shape', 'eps', 'affine', 'weightInit', 'dtype'])
    const { affine = true, weightInit, dtype = 'float32' } = options
    const { eps = dtype === 'float64' ? Number.EPSILON : 2 ** -23 } = options
    this.eps = numberWithin(where, 'eps', eps, [0, Infinity])
    this.affine = flag(where, 'affine', affine)
    this.dtype = dtype
    this.shape = normalizedShape(where, options)
    const { shape } = this
    if (affine) this.weight = new Parameter({ shape, role: 'scale', dtype, init: ones(), option: weightInit })
    else withoutParameter(this, 'weight', 'affine')
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    const { affine, dtype, shape, eps } = this
    const own = checkNormalized(this, x, dtype, affine ? this.weight.shape : shape)
    const factor = inverseRoot(meanSquare(x, lastAxes(shape.length), { keepDims: true }), eps)
    if (affine) this.materialize(x.backend, [[this.weight, own]])
    return standardize(x, { factor, weight: affine ? this.weight.data : undefined })
  }
}
