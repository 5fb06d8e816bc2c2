import type { LayerKind } from '@nn/init'
import type { Tensor } from '@nn/tensor'
import type { Activation } from '../activations/activation.ts'
import { checkCall, checkInput } from '../check/input.ts'
import type { Dense } from '../linear/dense.ts'
import { Module } from '../module/module.ts'
import type { LayerNorm } from '../normalization/layer-norm.ts'
import type { Dropout } from '../shaping/dropout.ts'
import { adopt } from '../tree/walk.ts'
import { MASK, type MaskOptions } from './attention-mask.ts'
import type { MultiheadAttention } from './multihead-attention.ts'
import { attend, builderOf, feedforward, type TransformerLayerOptions } from './transformer-layer.ts'

/** The options of `TransformerEncoderLayer`. */
export interface TransformerEncoderLayerOptions<HasBias extends boolean = boolean>
  extends TransformerLayerOptions<HasBias> {}

/**
 * `x ← norm₁(x + attention(x))`, `x ← norm₂(x + W₂·activation(W₁·x + b₁) + b₂)`; with `normFirst`, `x ← x +
 * attention(norm₁(x))` and so on (Vaswani et al., 2017, https://arxiv.org/abs/1706.03762; Xiong et al., 2020,
 * https://arxiv.org/abs/2002.04745): `[steps, n, units] → [steps, n, units]`, or without n; with
 * `batchFirst`, n comes first.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range, or heads do not divide units;
 * the shapes and dtypes of inputs and masks are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { gelu, TransformerEncoderLayer } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const layer = new TransformerEncoderLayer(8, 2, { feedforwardUnits: 16, activation: gelu, batchFirst: true, rng })
 * layer.initialize({ rng })
 * layer.forward(cpu.ones([3, 5, 8]), { isCausal: true }).shape // => [3, 5, 8]
 * layer.linear1.weight.shape // => [16, 8]
 * ```
 */
export class TransformerEncoderLayer<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'encoder'
  readonly selfAttn: MultiheadAttention<HasBias>
  readonly linear1: Dense<HasBias>
  readonly dropout: Dropout
  readonly linear2: Dense<HasBias>
  readonly norm1: LayerNorm<true, HasBias>
  readonly norm2: LayerNorm<true, HasBias>
  readonly dropout1: Dropout
  readonly dropout2: Dropout
  readonly activation: Activation
  readonly normFirst: boolean

  constructor(units: number, heads: number, options: TransformerEncoderLayerOptions<HasBias> = {}) {
    super()
    const builder = builderOf('TransformerEncoderLayer', [units, heads], options)
    this.selfAttn = builder.attention()
    this.linear1 = builder.widen()
    this.dropout = builder.dropout()
    this.linear2 = builder.narrow()
    this.norm1 = builder.norm()
    this.norm2 = builder.norm()
    this.dropout1 = builder.dropout()
    this.dropout2 = builder.dropout()
    this.activation = builder.activation
    this.normFirst = builder.normFirst
    adopt(this)
  }

  override forward(x: Tensor, masks: MaskOptions = {}): Tensor {
    const { norm1, norm2 } = this
    checkCall(this, 'masks', masks, MASK)
    checkInput(this, x, norm1.dtype)
    const mix = (y: Tensor): Tensor => attend(this.selfAttn, this.dropout1, [y, y], masks)
    const feed = (y: Tensor): Tensor => feedforward(this, this.dropout2, y)
    if (this.normFirst) {
      const y = x.add(mix(norm1.forward(x)))
      return y.add(feed(norm2.forward(y)))
    }
    const y = norm1.forward(x.add(mix(x)))
    return norm2.forward(y.add(feed(y)))
  }
}
