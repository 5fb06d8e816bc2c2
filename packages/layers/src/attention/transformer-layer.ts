import { checkOptions, flag, integer, type OptionNames } from '@nn/check'
import type { InitLike } from '@nn/init'
import type { Rng } from '@nn/random'
import type { DType, Tensor } from '@nn/tensor'
import { activate, optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activation.ts'
import { relu } from '../activations/relu.ts'
import type { Labelled } from '../check/input.ts'
import { atLeastZero, dtypeOf, flagOf } from '../check/options.ts'
import { Dense } from '../linear/dense.ts'
import { LayerNorm } from '../normalization/layer-norm.ts'
import { Dropout } from '../shaping/dropout.ts'
import type { MaskOptions } from './attention-mask.ts'
import { MultiheadAttention } from './multihead-attention.ts'

/** The options of the layers of transformers. */
export interface TransformerLayerOptions<HasBias extends boolean = boolean> {
  /** Length between the two dense layers. Default 2048. */
  readonly feedforwardUnits?: number | undefined
  /** Rate of all dropouts. Default 0.1. */
  readonly dropout?: number | undefined
  /** The root stream of the dropouts. */
  readonly rng?: Rng | undefined
  /** Function that is applied between the two dense layers. Default relu. */
  readonly activation?: Activation | undefined
  /** Whether each part normalises its input instead of its result. Default false. */
  readonly normFirst?: boolean | undefined
  /** Added to the variances. Default 1e-5. */
  readonly eps?: number | undefined
  /** Whether there is a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /**
   * Whether inputs and outputs are `[n, steps, units]` instead of `[steps, n, units]`. Default false, as in
   * PyTorch.
   */
  readonly batchFirst?: boolean | undefined
  /** Initializer of all weights but those of the norms. Default: each layer's own. */
  readonly weightInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

/** The names of these options. @internal */
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

/** The builder of layers with these options, checked. @internal */
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
  integer(where, 'feedforwardUnits', feedforwardUnits, 0)
  optionalActivation(where, activation)
  return {
    activation,
    normFirst: flag(where, 'normFirst', normFirst),
    attention: () =>
      new MultiheadAttention(units, heads, { ...shared, weightInit, batchFirst, dropout, rng }),
    widen: () => new Dense(feedforwardUnits, { ...shared, weightInit, inUnits: units, use: 'feedforward' }),
    narrow: () => new Dense(units, { ...shared, weightInit, inUnits: feedforwardUnits, use: 'residualOut' }),
    norm: () =>
      new LayerNorm<true, HasBias>({ ...shared, shape: units, eps: atLeastZero(where, 'eps', eps) }),
    dropout: () => new Dropout(dropout, { rng }),
  }
}

/** What the queries x take from keys and values, before the residual. */
export function attend(
  attention: MultiheadAttention<boolean>,
  dropout: Dropout,
  [x, memory]: readonly [x: Tensor, memory: Tensor],
  masks: MaskOptions,
): Tensor {
  return dropout.forward(attention.forward(x, memory, memory, { ...masks, needWeights: false }).output)
}

/** The two dense layers of a transformer's layer. */
interface Feedforward extends Labelled {
  readonly linear1: Dense<boolean>
  readonly linear2: Dense<boolean>
  readonly activation: Activation
  readonly dropout: Dropout
}

/** `W₂·activation(W₁·x + b₁) + b₂`, before the residual. */
export function feedforward(layer: Feedforward, last: Dropout, x: Tensor): Tensor {
  const { activation, linear1, linear2, dropout } = layer
  const inner = activate(layer, activation, linear1.forward(x))
  return last.forward(linear2.forward(dropout.forward(inner)))
}
