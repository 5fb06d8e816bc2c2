import type { OptionNames } from '@nn/check'
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

/** The options of `TransformerDecoderLayer`. */
export interface TransformerDecoderLayerOptions<HasBias extends boolean = boolean>
  extends TransformerLayerOptions<HasBias> {}

/** Masks of a decoder: of its own steps, as for encoders, and of those of the memory. */
export interface DecoderMaskOptions extends MaskOptions {
  /** `[steps, memory steps]`, or `[n · heads, steps, memory steps]`. */
  readonly memoryMask?: Tensor | undefined
  /** `[n, memory steps]`. */
  readonly memoryPaddingMask?: Tensor | undefined
  /** Whether each step sees only the memory up to its own place. Default false. */
  readonly memoryIsCausal?: boolean | undefined
}

/** The names of these options. @internal */
export const DECODER_MASK: OptionNames<DecoderMaskOptions> = /* @__PURE__ */ Object.assign({}, MASK, {
  memoryMask: true,
  memoryPaddingMask: true,
  memoryIsCausal: true,
} as const)

/**
 * As `TransformerEncoderLayer`, with a second attention between its parts whose keys and values are the
 * memory, mostly an encoder's result: `x ← norm₁(x + attention(x))`, `x ← norm₂(x + attention(x, memory))`,
 * `x ← norm₃(x + W₂·activation(W₁·x + b₁) + b₂)`: `[steps, n, units] → [steps, n, units]`, or without n; with
 * `batchFirst`, n comes first.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range, or heads do not divide units;
 * the shapes and dtypes of inputs and masks are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { TransformerDecoderLayer } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const layer = new TransformerDecoderLayer(8, 2, { feedforwardUnits: 16, dropout: 0 })
 * layer.initialize({ rng: createRng(42) })
 * layer.forward(cpu.ones([5, 3, 8]), cpu.ones([7, 3, 8]), { isCausal: true }).shape // => [5, 3, 8]
 * ```
 */
export class TransformerDecoderLayer<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'decoder'
  readonly selfAttn: MultiheadAttention<HasBias>
  readonly multiheadAttn: MultiheadAttention<HasBias>
  readonly linear1: Dense<HasBias>
  readonly dropout: Dropout
  readonly linear2: Dense<HasBias>
  readonly norm1: LayerNorm<true, HasBias>
  readonly norm2: LayerNorm<true, HasBias>
  readonly norm3: LayerNorm<true, HasBias>
  readonly dropout1: Dropout
  readonly dropout2: Dropout
  readonly dropout3: Dropout
  readonly activation: Activation
  readonly normFirst: boolean

  constructor(units: number, heads: number, options: TransformerDecoderLayerOptions<HasBias> = {}) {
    super()
    const builder = builderOf('TransformerDecoderLayer', [units, heads], options)
    this.selfAttn = builder.attention()
    this.multiheadAttn = builder.attention()
    this.linear1 = builder.widen()
    this.dropout = builder.dropout()
    this.linear2 = builder.narrow()
    this.norm1 = builder.norm()
    this.norm2 = builder.norm()
    this.norm3 = builder.norm()
    this.dropout1 = builder.dropout()
    this.dropout2 = builder.dropout()
    this.dropout3 = builder.dropout()
    this.activation = builder.activation
    this.normFirst = builder.normFirst
    adopt(this)
  }

  override forward(x: Tensor, memory: Tensor, masks: DecoderMaskOptions = {}): Tensor {
    const { norm1, norm2, norm3 } = this
    checkCall(this, 'masks', masks, DECODER_MASK)
    checkInput(this, x, norm1.dtype)
    checkInput(this, memory, norm1.dtype, 'a memory')
    const { memoryMask, memoryPaddingMask, memoryIsCausal, ...own } = masks
    const others = { mask: memoryMask, paddingMask: memoryPaddingMask, isCausal: memoryIsCausal }
    const mix = (y: Tensor): Tensor => attend(this.selfAttn, this.dropout1, [y, y], own)
    const recall = (y: Tensor): Tensor => attend(this.multiheadAttn, this.dropout2, [y, memory], others)
    const feed = (y: Tensor): Tensor => feedforward(this, this.dropout3, y)
    if (this.normFirst) {
      const y = x.add(mix(norm1.forward(x)))
      const z = y.add(recall(norm2.forward(y)))
      return z.add(feed(norm3.forward(z)))
    }
    const y = norm1.forward(x.add(mix(x)))
    const z = norm2.forward(y.add(recall(y)))
    return norm3.forward(z.add(feed(z)))
  }
}
