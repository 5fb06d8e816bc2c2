import { checkOptions, flag, integer, type OptionNames } from '@nn/check'
import type { InitLike } from '@nn/init'
import type { Rng } from '@nn/random'
import type { DType } from '@nn/tensor'
import { optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activation.ts'
import { relu } from '../activations/relu.ts'
import { atLeastZero, dtypeOf, flagOf } from '../check/options.ts'
import { Dense } from '../linear/dense.ts'
import { LayerNorm } from '../normalization/layer-norm.ts'
import { Dropout } from '../shaping/dropout.ts'
import { MultiheadAttention } from './multihead-attention.ts'

/** The options of the layers of transformers. */
export interface TransformerLayerOptions<HasBias extends boolean = boolean> {
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
  readonly useBias?: HasBias
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
export const TRANSFORMER_LAYER: OptionNames<TransformerLayerOptions> = {
  feedforwardUnits: true,
  dropout: true,
  rng: true,
  activation: true,
  normFirst: true,
  eps: true,
  useBias: true,
  batchFirst: true,
  weightInit: true,
  dtype: true,
}

/** Constructs the layers of a transformer's layer. */
export interface Builder<HasBias extends boolean> {
  readonly activation: Activation
  readonly normFirst: boolean
  attention(): MultiheadAttention<HasBias>
  /** From units to the inner length. */
  widen(): Dense<HasBias>
  /** From the inner length to units. */
  narrow(): Dense<HasBias>
  norm(): LayerNorm<true, HasBias>
  dropout(): Dropout
}

/** The builder of layers with these options, checked. */
export function builderOf<HasBias extends boolean>(
  where: string,
  [units, heads]: readonly [units: number, heads: number],
  options: TransformerLayerOptions<HasBias>,
  names: OptionNames<TransformerLayerOptions> = TRANSFORMER_LAYER,
): Builder<HasBias> {
  checkOptions(where, options, names)
  const { feedforwardUnits = 2048, dropout = 0.1, rng, eps = 1e-5, batchFirst, weightInit } = options
  const { activation = relu, normFirst = false } = options
  const shared = {
    useBias: flagOf(where, 'useBias', options.useBias, true),
    dtype: dtypeOf(where, options.dtype),
  }
  const weights = weightInit === undefined ? {} : { weightInit }
  const order = batchFirst === undefined ? {} : { batchFirst }
  integer(where, 'feedforwardUnits', feedforwardUnits, 0)
  optionalActivation(where, activation)
  return {
    activation,
    normFirst: flag(where, 'normFirst', normFirst),
    attention: () => new MultiheadAttention(units, heads, { ...shared, ...weights, ...order, dropout, rng }),
    widen: () => new Dense(feedforwardUnits, { ...shared, ...weights, inUnits: units }),
    narrow: () => new Dense(units, { ...shared, ...weights, inUnits: feedforwardUnits }),
    norm: () =>
      new LayerNorm<true, HasBias>({ ...shared, shape: units, eps: atLeastZero(where, 'eps', eps) }),
    dropout: () => new Dropout(dropout, { rng }),
  }
}
