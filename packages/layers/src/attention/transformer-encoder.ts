import type { LayerKind } from '@nn/init'
import type { Tensor } from '@nn/tensor'
import { activate, optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activations.ts'
import { checkOptions } from '../check/check-options.ts'
import { checkInput } from '../check/input.ts'
import { flag, positiveCount } from '../check/options.ts'
import type { Dense } from '../linear/dense.ts'
import { Module } from '../module/module.ts'
import type { LayerNorm } from '../normalization/layer-norm.ts'
import type { Dropout } from '../shaping/dropout.ts'
import type { MaskOptions } from './attention-mask.ts'
import type { MultiheadAttention } from './multihead-attention.ts'
import {
  activationOf,
  partsOf,
  TRANSFORMER_LAYER,
  type TransformerLayerOptions,
} from './transformer-layer.ts'

/** The options of `TransformerEncoderLayer`. */
export interface TransformerEncoderLayerOptions extends TransformerLayerOptions {}

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
export class TransformerEncoderLayer extends Module {
  override readonly kind: LayerKind = 'encoder'
  readonly selfAttn: MultiheadAttention
  readonly linear1: Dense
  readonly dropout: Dropout
  readonly linear2: Dense
  readonly norm1: LayerNorm
  readonly norm2: LayerNorm
  readonly dropout1: Dropout
  readonly dropout2: Dropout
  readonly activation: Activation
  readonly normFirst: boolean

  constructor(units: number, heads: number, options: TransformerEncoderLayerOptions = {}) {
    super()
    const where = 'TransformerEncoderLayer'
    checkOptions(where, options, TRANSFORMER_LAYER)
    optionalActivation(where, options.activation)
    const { feedforwardUnits = 2048, normFirst = false } = options
    const parts = partsOf(units, heads, options)
    this.selfAttn = parts.attention()
    this.linear1 = parts.dense(feedforwardUnits, units, 'feedforward')
    this.dropout = parts.dropout()
    this.linear2 = parts.dense(units, feedforwardUnits, 'residualOut')
    this.norm1 = parts.norm()
    this.norm2 = parts.norm()
    this.dropout1 = parts.dropout()
    this.dropout2 = parts.dropout()
    this.activation = activationOf(options)
    this.normFirst = flag(where, 'normFirst', normFirst)
    this.parameters()
  }

  override forward(x: Tensor, masks: MaskOptions = {}): Tensor {
    const { norm1, norm2 } = this
    checkInput(this, x, norm1.dtype)
    if (this.normFirst) {
      const y = x.add(this.attend(norm1.forward(x), masks))
      return y.add(this.feedforward(norm2.forward(y)))
    }
    const y = norm1.forward(x.add(this.attend(x, masks)))
    return norm2.forward(y.add(this.feedforward(y)))
  }

  protected attend(x: Tensor, masks: MaskOptions): Tensor {
    const { output } = this.selfAttn.forward(x, x, x, { ...masks, needWeights: false })
    return this.dropout1.forward(output)
  }

  protected feedforward(x: Tensor): Tensor {
    const inner = activate(() => this.label, this.activation, this.linear1.forward(x))
    return this.dropout2.forward(this.linear2.forward(this.dropout.forward(inner)))
  }
}

/** The options of `TransformerEncoder`. */
export interface TransformerEncoderOptions extends TransformerEncoderLayerOptions {
  /** Number of layers. Default 6. */
  readonly layers?: number
  /** Whether a `LayerNorm` follows the last layer. Default false. */
  readonly finalNorm?: boolean
}

/**
 * Encoder layers one after the other, each with weights of its own: `[steps, n, units] → [steps, n, units]`,
 * or without n; with `batchFirst`, n comes first. The masks are the same for all.
 *
 * @throws As `TransformerEncoderLayer`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { TransformerEncoder } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const encoder = new TransformerEncoder(8, 2, { layers: 2, feedforwardUnits: 16, finalNorm: true })
 * encoder.initialize({ rng: createRng(42) })
 * encoder.eval().forward(cpu.ones([5, 3, 8])).shape // => [5, 3, 8]
 * const [first, second] = encoder.layers
 * first.linear1.weight.data.equals(second.linear1.weight.data) // => false
 * first.linear1.weight.path // => 'layers.0.linear1.weight'
 * ```
 */
export class TransformerEncoder extends Module {
  override readonly kind: LayerKind = 'encoder'
  readonly layers: readonly TransformerEncoderLayer[]
  readonly norm: LayerNorm | undefined

  constructor(units: number, heads: number, options: TransformerEncoderOptions = {}) {
    super()
    const where = 'TransformerEncoder'
    const { layers = 6, finalNorm = false, ...rest } = options
    checkOptions(where, rest, [...TRANSFORMER_LAYER, 'layers', 'finalNorm'])
    this.layers = Array.from(
      { length: positiveCount(where, 'layers', layers) },
      () => new TransformerEncoderLayer(units, heads, rest),
    )
    this.norm = flag(where, 'finalNorm', finalNorm) ? partsOf(units, heads, rest).norm() : undefined
    this.parameters()
  }

  override forward(x: Tensor, masks: MaskOptions = {}): Tensor {
    const y = this.layers.reduce((z, layer) => layer.forward(z, masks), x)
    return this.norm === undefined ? y : this.norm.forward(y)
  }
}
