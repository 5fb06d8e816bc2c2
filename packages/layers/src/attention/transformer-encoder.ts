import { flag, integer, type OptionNames } from '@nn/check'
import type { LayerKind } from '@nn/init'
import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { LayerNorm } from '../normalization/layer-norm.ts'
import { repeated } from '../tree/building.ts'
import { adopt } from '../tree/walk.ts'
import { MASK, type MaskOptions } from './attention-mask.ts'
import { TransformerEncoderLayer, type TransformerEncoderLayerOptions } from './transformer-encoder-layer.ts'
import { builderOf, TRANSFORMER_LAYER } from './transformer-layer.ts'

/** The options of `TransformerEncoder`. */
export interface TransformerEncoderOptions<HasBias extends boolean = boolean>
  extends TransformerEncoderLayerOptions<HasBias> {
  /** Number of layers. Default 6. */
  readonly layers?: number | undefined
  /** Whether a `LayerNorm` follows the last layer. Default false. */
  readonly finalNorm?: boolean | undefined
}

const NAMES: OptionNames<TransformerEncoderOptions> = /* @__PURE__ */ Object.assign({}, TRANSFORMER_LAYER, {
  layers: true,
  finalNorm: true,
} as const)

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
 * const weights = encoder.layers.map((layer) => layer.linear1.weight)
 * new Set(weights.map(({ data }) => String(data))).size // => 2
 * weights[0]?.path // => 'layers.0.linear1.weight'
 * ```
 */
export class TransformerEncoder<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'encoder'
  readonly layers: readonly TransformerEncoderLayer<HasBias>[]
  readonly norm: LayerNorm<true, HasBias> | undefined

  constructor(units: number, heads: number, options: TransformerEncoderOptions<HasBias> = {}) {
    super()
    const builder = builderOf('TransformerEncoder', [units, heads], options, NAMES)
    const { layers = 6, finalNorm = false, ...rest } = options
    this.layers = repeated(
      integer('TransformerEncoder', 'layers', layers, 1),
      () => new TransformerEncoderLayer(units, heads, rest),
    )
    this.norm = flag('TransformerEncoder', 'finalNorm', finalNorm) ? builder.norm() : undefined
    adopt(this)
  }

  /** The layers, which PyTorch makes by copying the first: dialects read it. */
  get repeated(): readonly Module[] {
    return this.layers
  }

  override forward(x: Tensor, masks: MaskOptions = {}): Tensor {
    checkCall(this, 'masks', masks, MASK)
    const y = this.layers.reduce((z, layer) => layer.forward(z, masks), x)
    return this.norm === undefined ? y : this.norm.forward(y)
  }
}
