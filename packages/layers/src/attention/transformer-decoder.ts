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

/** The options of `TransformerDecoderLayer`. */
export interface TransformerDecoderLayerOptions extends TransformerLayerOptions {}

/** Masks of a decoder: of its own steps, as for encoders, and of those of the memory. */
export interface DecoderMaskOptions extends MaskOptions {
  /** `[steps, memory steps]`, or `[n · heads, steps, memory steps]`. */
  readonly memoryMask?: Tensor | undefined
  /** `[n, memory steps]`. */
  readonly memoryPaddingMask?: Tensor | undefined
  /** Whether each step sees only the memory up to its own place. Default false. */
  readonly memoryIsCausal?: boolean | undefined
}

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
export class TransformerDecoderLayer extends Module {
  override readonly kind: LayerKind = 'decoder'
  readonly selfAttn: MultiheadAttention
  readonly multiheadAttn: MultiheadAttention
  readonly linear1: Dense
  readonly dropout: Dropout
  readonly linear2: Dense
  readonly norm1: LayerNorm
  readonly norm2: LayerNorm
  readonly norm3: LayerNorm
  readonly dropout1: Dropout
  readonly dropout2: Dropout
  readonly dropout3: Dropout
  readonly activation: Activation
  readonly normFirst: boolean

  constructor(units: number, heads: number, options: TransformerDecoderLayerOptions = {}) {
    super()
    const where = 'TransformerDecoderLayer'
    checkOptions(where, options, TRANSFORMER_LAYER)
    optionalActivation(where, options.activation)
    const { feedforwardUnits = 2048, normFirst = false } = options
    const parts = partsOf(units, heads, options)
    this.selfAttn = parts.attention()
    this.multiheadAttn = parts.attention()
    this.linear1 = parts.dense(feedforwardUnits, units, 'feedforward')
    this.dropout = parts.dropout()
    this.linear2 = parts.dense(units, feedforwardUnits, 'residualOut')
    this.norm1 = parts.norm()
    this.norm2 = parts.norm()
    this.norm3 = parts.norm()
    this.dropout1 = parts.dropout()
    this.dropout2 = parts.dropout()
    this.dropout3 = parts.dropout()
    this.activation = activationOf(options)
    this.normFirst = flag(where, 'normFirst', normFirst)
    this.parameters()
  }

  override forward(x: Tensor, memory: Tensor, masks: DecoderMaskOptions = {}): Tensor {
    const { memoryMask, memoryPaddingMask, memoryIsCausal, ...own } = masks
    const others = { mask: memoryMask, paddingMask: memoryPaddingMask, isCausal: memoryIsCausal }
    const { norm1, norm2, norm3 } = this
    checkInput(this, x, norm1.dtype)
    checkInput(this, memory, norm1.dtype, 'a memory')
    if (this.normFirst) {
      const y = x.add(this.attend(norm1.forward(x), own))
      const z = y.add(this.attendMemory(norm2.forward(y), memory, others))
      return z.add(this.feedforward(norm3.forward(z)))
    }
    const y = norm1.forward(x.add(this.attend(x, own)))
    const z = norm2.forward(y.add(this.attendMemory(y, memory, others)))
    return norm3.forward(z.add(this.feedforward(z)))
  }

  protected attend(x: Tensor, masks: MaskOptions): Tensor {
    const { output } = this.selfAttn.forward(x, x, x, { ...masks, needWeights: false })
    return this.dropout1.forward(output)
  }

  protected attendMemory(x: Tensor, memory: Tensor, masks: MaskOptions): Tensor {
    const { output } = this.multiheadAttn.forward(x, memory, memory, { ...masks, needWeights: false })
    return this.dropout2.forward(output)
  }

  protected feedforward(x: Tensor): Tensor {
    const inner = activate(() => this.label, this.activation, this.linear1.forward(x))
    return this.dropout3.forward(this.linear2.forward(this.dropout.forward(inner)))
  }
}

/** The options of `TransformerDecoder`. */
export interface TransformerDecoderOptions extends TransformerDecoderLayerOptions {
  /** Number of layers. Default 6. */
  readonly layers?: number
  /** Whether a `LayerNorm` follows the last layer. Default false. */
  readonly finalNorm?: boolean
}

/**
 * Decoder layers one after the other, each with weights of its own: `[steps, n, units]` and a memory `[…, n,
 * units] → [steps, n, units]`, or without n; with `batchFirst`, n comes first. Memory and masks are the same
 * for all.
 *
 * @throws As `TransformerDecoderLayer`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { TransformerDecoder } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const decoder = new TransformerDecoder(8, 2, { layers: 2, feedforwardUnits: 16, batchFirst: true })
 * decoder.initialize({ rng: createRng(42) })
 * decoder.eval().forward(cpu.ones([3, 5, 8]), cpu.ones([3, 7, 8])).shape // => [3, 5, 8]
 * ```
 */
export class TransformerDecoder extends Module {
  override readonly kind: LayerKind = 'decoder'
  readonly layers: readonly TransformerDecoderLayer[]
  readonly norm: LayerNorm | undefined

  constructor(units: number, heads: number, options: TransformerDecoderOptions = {}) {
    super()
    const where = 'TransformerDecoder'
    const { layers = 6, finalNorm = false, ...rest } = options
    checkOptions(where, rest, [...TRANSFORMER_LAYER, 'layers', 'finalNorm'])
    this.layers = Array.from(
      { length: positiveCount(where, 'layers', layers) },
      () => new TransformerDecoderLayer(units, heads, rest),
    )
    this.norm = flag(where, 'finalNorm', finalNorm) ? partsOf(units, heads, rest).norm() : undefined
    this.parameters()
  }

  override forward(x: Tensor, memory: Tensor, masks: DecoderMaskOptions = {}): Tensor {
    const y = this.layers.reduce((z, layer) => layer.forward(z, memory, masks), x)
    return this.norm === undefined ? y : this.norm.forward(y)
  }
}
