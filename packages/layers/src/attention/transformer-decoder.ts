import { flag, integer, type OptionNames } from '@nn/check'
import type { LayerKind } from '@nn/init'
import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { LayerNorm } from '../normalization/layer-norm.ts'
import { repeated } from '../tree/building.ts'
import { adopt } from '../tree/walk.ts'
import {
  DECODER_MASK,
  type DecoderMaskOptions,
  TransformerDecoderLayer,
  type TransformerDecoderLayerOptions,
} from './transformer-decoder-layer.ts'
import { builderOf, TRANSFORMER_LAYER } from './transformer-layer.ts'

/** The options of `TransformerDecoder`. */
export interface TransformerDecoderOptions<HasBias extends boolean = boolean>
  extends TransformerDecoderLayerOptions<HasBias> {
  /** Number of layers. Default 6. */
  readonly layers?: number | undefined
  /** Whether a `LayerNorm` follows the last layer. Default false. */
  readonly finalNorm?: boolean | undefined
}

const NAMES: OptionNames<TransformerDecoderOptions> = /* @__PURE__ */ Object.assign({}, TRANSFORMER_LAYER, {
  layers: true,
  finalNorm: true,
} as const)

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
export class TransformerDecoder<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'decoder'
  readonly layers: readonly TransformerDecoderLayer<HasBias>[]
  readonly norm: LayerNorm<true, HasBias> | undefined

  constructor(units: number, heads: number, options: TransformerDecoderOptions<HasBias> = {}) {
    super()
    const builder = builderOf('TransformerDecoder', [units, heads], options, NAMES)
    const { layers = 6, finalNorm = false, ...rest } = options
    this.layers = repeated(
      integer('TransformerDecoder', 'layers', layers, 1),
      () => new TransformerDecoderLayer(units, heads, rest),
    )
    this.norm = flag('TransformerDecoder', 'finalNorm', finalNorm) ? builder.norm() : undefined
    adopt(this)
  }

  /** The layers, which PyTorch makes by copying the first: dialects read it. */
  get repeated(): readonly Module[] {
    return this.layers
  }

  override forward(x: Tensor, memory: Tensor, masks: DecoderMaskOptions = {}): Tensor {
    checkCall(this, 'masks', masks, DECODER_MASK)
    const y = this.layers.reduce((z, layer) => layer.forward(z, memory, masks), x)
    return this.norm === undefined ? y : this.norm.forward(y)
  }
}
