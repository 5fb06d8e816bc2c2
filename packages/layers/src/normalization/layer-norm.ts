import { checkOptions, type OptionNames } from '@nn/check'
import type { InitLike, LayerKind } from '@nn/init'
import { ones } from '@nn/init/layer'
import type { DType, Tensor } from '@nn/tensor'
import { atLeastZero, dtypeOf, flagOf } from '../check/options.ts'
import { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { type Both, biasIf, type PresentIf, parameterIf } from '../module/present-if.ts'
import type { PartialShape } from '../tree/shape.ts'
import { adopt } from '../tree/walk.ts'
import { lastAxes, normalized } from './normalized.ts'
import { checkNormalized, type NormalizedAxes, normalizedShape } from './normalized-axes.ts'

/** The options of `LayerNorm`. */
export interface LayerNormOptions<HasAffine extends boolean = boolean, HasBias extends boolean = boolean>
  extends NormalizedAxes {
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number | undefined
  /** Whether there are a weight and, unless `useBias: false`, a bias. Default true. */
  readonly affine?: HasAffine | undefined
  /** Whether a layer with a weight has a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /** Initializer of the weight. Default ones. */
  readonly weightInit?: InitLike | undefined
  /** Initializer of the bias. Default zeros. */
  readonly biasInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<LayerNormOptions> = {
  axes: true,
  shape: true,
  eps: true,
  affine: true,
  useBias: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
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
export class LayerNorm<HasAffine extends boolean = true, HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'norm'
  readonly eps: number
  readonly affine: HasAffine
  /** Whether there is a bias: false without `affine`. */
  readonly useBias: Both<HasAffine, HasBias>
  readonly dtype: DType
  readonly shape: PartialShape
  /** `[…shape]`; undefined with `affine: false`. */
  weight: PresentIf<HasAffine, Parameter>
  /** `[…shape]`; undefined with `affine: false` or `useBias: false`. */
  bias: PresentIf<Both<HasAffine, HasBias>, Parameter>

  constructor(options: LayerNormOptions<HasAffine, HasBias> = {}) {
    super()
    checkOptions('LayerNorm', options, NAMES)
    const { eps = 1e-5, weightInit, biasInit } = options
    this.eps = atLeastZero('LayerNorm', 'eps', eps)
    this.affine = flagOf('LayerNorm', 'affine', options.affine, true)
    const useBias = flagOf('LayerNorm', 'useBias', options.useBias, true)
    this.useBias = (this.affine && useBias) as Both<HasAffine, HasBias>
    this.dtype = dtypeOf('LayerNorm', options.dtype)
    this.shape = normalizedShape('LayerNorm', options)
    const { shape, dtype } = this
    this.weight = parameterIf(this.affine, { shape, role: 'scale', dtype, init: ones(), option: weightInit })
    this.bias = biasIf(this.useBias, { shape, dtype, option: biasInit })
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    const { dtype, shape, eps } = this
    const weight: Parameter | undefined = this.weight
    const bias: Parameter | undefined = this.bias
    const own = checkNormalized(this, x, dtype, weight?.shape ?? shape)
    this.materialize(x.backend, [
      [weight, own],
      [bias, own],
    ])
    const axes = lastAxes(x, shape.length)
    return normalized(x, { axes, eps, weight: weight?.data, bias: bias?.data })
  }
}
