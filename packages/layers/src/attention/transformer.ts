import { checkOptions, type OptionNames } from '@nn/check'
import type { LayerKind } from '@nn/init'
import { xavierUniform } from '@nn/init/layer'
import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import { Dense } from '../linear/dense.ts'
import { Module } from '../module/module.ts'
import { adopt } from '../tree/walk.ts'
import { TransformerDecoder } from './transformer-decoder.ts'
import { DECODER_MASK, type DecoderMaskOptions } from './transformer-decoder-layer.ts'
import { TransformerEncoder } from './transformer-encoder.ts'
import { TRANSFORMER_LAYER, type TransformerLayerOptions } from './transformer-layer.ts'

/** The options of `Transformer`. */
export interface TransformerOptions<HasBias extends boolean = boolean>
  extends TransformerLayerOptions<HasBias> {
  /** Number of layers of the encoder. Default 6. */
  readonly encoderLayers?: number | undefined
  /** Number of layers of the decoder. Default 6. */
  readonly decoderLayers?: number | undefined
}

const NAMES: OptionNames<TransformerOptions> = /* @__PURE__ */ Object.assign({}, TRANSFORMER_LAYER, {
  encoderLayers: true,
  decoderLayers: true,
} as const)

/** Masks of a transformer: those of its decoder, and of the source in its encoder. */
export interface TransformerMaskOptions extends DecoderMaskOptions {
  /** `[source steps, source steps]`, or `[n · heads, …]`. */
  readonly sourceMask?: Tensor | undefined
  /** `[n, source steps]`. */
  readonly sourcePaddingMask?: Tensor | undefined
  /** Whether each step of the source sees only those up to its own place. Default false. */
  readonly sourceIsCausal?: boolean | undefined
}

const MASKS: OptionNames<TransformerMaskOptions> = /* @__PURE__ */ Object.assign({}, DECODER_MASK, {
  sourceMask: true,
  sourcePaddingMask: true,
  sourceIsCausal: true,
} as const)

/**
 * An encoder of a source, and a decoder of a target whose memory is the encoder's result, each with a norm behind its last layer (Vaswani et al.,
 * 2017, https://arxiv.org/abs/1706.03762): source `[source steps, n, units]` and target `[steps, n, units] → [steps, n, units]`, or without
 * n; with `batchFirst`, n comes first.
 *
 * All matrices start by Xavier's uniform law, as in PyTorch, which draws them a second time once all is built; so does the `torch` dialect.
 *
 * @throws As `TransformerDecoderLayer`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Transformer } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const net = new Transformer(8, 2, { encoderLayers: 1, decoderLayers: 2, feedforwardUnits: 16, batchFirst: true })
 * net.initialize({ rng: createRng(42) })
 * net.eval().forward(cpu.ones([3, 7, 8]), cpu.ones([3, 5, 8]), { isCausal: true }).shape // => [3, 5, 8]
 * net.decoder.layers[1]?.linear1.weight.path // => 'decoder.layers.1.linear1.weight'
 * new Transformer().encoder.layers.length // => 6
 * ```
 */
export class Transformer<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'transformer'
  readonly encoder: TransformerEncoder<HasBias>
  readonly decoder: TransformerDecoder<HasBias>

  constructor(units: number = 512, heads: number = 8, options: TransformerOptions<HasBias> = {}) {
    super()
    checkOptions('Transformer', options, NAMES)
    const { encoderLayers = 6, decoderLayers = 6, ...rest } = options
    const shared = { ...rest, finalNorm: true }
    this.encoder = new TransformerEncoder(units, heads, { ...shared, layers: encoderLayers })
    this.decoder = new TransformerDecoder(units, heads, { ...shared, layers: decoderLayers })
    adopt(this)
    for (const module of this.modules().values())
      if (module instanceof Dense) Object.assign(module.weight, { fallback: xavierUniform() })
  }

  override forward(source: Tensor, target: Tensor, masks: TransformerMaskOptions = {}): Tensor {
    checkCall(this, 'masks', masks, MASKS)
    const { sourceMask, sourcePaddingMask, sourceIsCausal, ...others } = masks
    const own = { mask: sourceMask, paddingMask: sourcePaddingMask, isCausal: sourceIsCausal }
    return this.decoder.forward(target, this.encoder.forward(source, own), others)
  }
}
