import { checkOptions, type OptionNames } from '@nn/check'
import type { InitLike, LayerKind } from '@nn/init'
import { ones } from '@nn/init/layer'
import type { DType, Tensor } from '@nn/tensor'
import { atLeastZero, dtypeOf, flagOf } from '../check/options.ts'
import { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { type PresentIf, parameterIf } from '../module/present-if.ts'
import type { PartialShape } from '../tree/shape.ts'
import { adopt } from '../tree/walk.ts'
import { lastAxes, normalized } from './normalized.ts'
import { checkNormalized, type NormalizedAxes, normalizedShape } from './normalized-axes.ts'

/** The options of `RmsNorm`. */
export interface RmsNormOptions<HasAffine extends boolean = boolean> extends NormalizedAxes {
  /** Added to the mean square. Default: the dtype's distance from 1 to the next number. */
  readonly eps?: number | undefined
  /** Whether there is a weight. Default true. */
  readonly affine?: HasAffine | undefined
  /** Initializer of the weight. Default ones. */
  readonly weightInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<RmsNormOptions> = {
  axes: true,
  shape: true,
  eps: true,
  affine: true,
  weightInit: true,
  dtype: true,
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
export class RmsNorm<HasAffine extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'norm'
  readonly eps: number
  readonly affine: HasAffine
  readonly dtype: DType
  readonly shape: PartialShape
  /** `[…shape]`; undefined with `affine: false`. */
  weight: PresentIf<HasAffine, Parameter>

  constructor(options: RmsNormOptions<HasAffine> = {}) {
    super()
    checkOptions('RmsNorm', options, NAMES)
    this.dtype = dtypeOf('RmsNorm', options.dtype)
    const { dtype } = this
    const { eps = dtype === 'float64' ? Number.EPSILON : 2 ** -23, weightInit: option } = options
    this.eps = atLeastZero('RmsNorm', 'eps', eps)
    this.affine = flagOf('RmsNorm', 'affine', options.affine, true)
    this.shape = normalizedShape('RmsNorm', options)
    const { shape } = this
    this.weight = parameterIf(this.affine, { shape, role: 'scale', dtype, init: ones(), option })
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    const { dtype, shape, eps } = this
    const weight: Parameter | undefined = this.weight
    const own = checkNormalized(this, x, dtype, weight?.shape ?? shape)
    this.materialize(x.backend, [[weight, own]])
    const axes = lastAxes(x, shape.length)
    return normalized(x, { axes, eps, isCentred: false, weight: weight?.data, bias: undefined })
  }
}
