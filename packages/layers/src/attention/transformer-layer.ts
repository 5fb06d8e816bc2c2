import type { InitLike, ParameterUse } from '@nn/init'
import type { Rng } from '@nn/random'
import type { DType } from '@nn/tensor'
import { type Activation, relu } from '../activations/activations.ts'
import { Dense } from '../linear/dense.ts'
import { LayerNorm } from '../normalization/layer-norm.ts'
import { Dropout } from '../shaping/dropout.ts'
import { MultiheadAttention } from './multihead-attention.ts'

/** The options of the layers of transformers. */
export interface TransformerLayerOptions {
  /** Length between the two dense layers. Default 2048. */
  readonly feedforwardUnits?: number
  /** Rate of all dropouts. Default 0.1. */
  readonly dropout?: number
  /** The root stream of the dropouts. */
  readonly rng?: Rng | undefined
  /** Between the two dense layers. Default relu. */
  readonly activation?: Activation
  /** Whether each part normalises its input instead of its result. Default false. */
  readonly normFirst?: boolean
  /** Added to the variances. Default 1e-5. */
  readonly eps?: number
  /** Default true. */
  readonly useBias?: boolean
  /**
   * Whether inputs and outputs are `[n, steps, units]` instead of `[steps, n, units]`. Default false, as in
   * PyTorch.
   */
  readonly batchFirst?: boolean
  /** Of all weights but those of the norms. Default: each layer's own. */
  readonly weightInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

/** The names of these options. */
export const TRANSFORMER_LAYER: readonly string[] = [
  'feedforwardUnits',
  'dropout',
  'rng',
  'activation',
  'normFirst',
  'eps',
  'useBias',
  'batchFirst',
  'weightInit',
  'dtype',
]

/** Makes the parts of a layer of `units`. */
export interface Parts {
  attention(): MultiheadAttention
  dense(units: number, inUnits: number, use: ParameterUse): Dense
  norm(): LayerNorm
  dropout(): Dropout
}

/** Parts with the options of a layer. */
export function partsOf(units: number, heads: number, options: TransformerLayerOptions): Parts {
  const { dropout = 0.1, rng, eps = 1e-5, useBias = true, batchFirst = false, dtype = 'float32' } = options
  const shared = { useBias, dtype }
  const weights = options.weightInit === undefined ? {} : { weightInit: options.weightInit }
  return {
    attention: () =>
      new MultiheadAttention(units, heads, { ...shared, ...weights, dropout, rng, batchFirst }),
    dense: (outUnits, inUnits, use) => new Dense(outUnits, { ...shared, ...weights, inUnits, use }),
    norm: () => new LayerNorm({ ...shared, shape: units, eps }),
    dropout: () => new Dropout(dropout, { rng }),
  }
}

/** The activation of the options. */
export function activationOf({ activation = relu }: TransformerLayerOptions): Activation {
  return activation
}
