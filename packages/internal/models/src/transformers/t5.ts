import { constant_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { Dense, Embedding, type Module, ModuleList, RmsNorm } from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'
import { type ConfigClass, configClass, configOf } from './config.ts'
import { PreTrainedModel } from './pretrained-model.ts'

const DEFAULTS = {
  vocab_size: 32_128,
  d_model: 512,
  d_kv: 64,
  d_ff: 2048,
  num_layers: 6,
  /** Null for as many as `num_layers`. */
  num_decoder_layers: null as number | null,
  num_heads: 8,
  relative_attention_num_buckets: 32,
  relative_attention_max_distance: 128,
  dropout_rate: 0.1,
  layer_norm_epsilon: 1e-6,
  initializer_factor: 1,
  feed_forward_proj: 'relu',
  use_cache: true,
  pad_token_id: 0 as number | null,
  eos_token_id: 1 as number | null,
  classifier_dropout: 0,
}

const ALIASES = {
  hidden_size: 'd_model',
  num_attention_heads: 'num_heads',
  num_hidden_layers: 'num_layers',
  head_dim: 'd_kv',
} as const

/** transformers' `T5Config`, under its names. */
export type T5Config = Readonly<typeof DEFAULTS>

export const T5Config: ConfigClass<T5Config> = configClass('T5Config', DEFAULTS, ALIASES)

const linear = (inUnits: number, units: number): Dense<false> => new Dense(units, { inUnits, useBias: false })

/** `T5LayerNorm`. */
const layerNorm = ({ d_model, layer_norm_epsilon }: T5Config): RmsNorm =>
  new RmsNorm({ shape: d_model, eps: layer_norm_epsilon })

class T5DenseActDense extends WithoutForward {
  readonly wi: Dense<false>
  readonly wo: Dense<false>

  constructor({ d_model, d_ff }: T5Config) {
    super()
    this.wi = linear(d_model, d_ff)
    this.wo = linear(d_ff, d_model)
  }
}

class T5DenseGatedActDense extends WithoutForward {
  readonly wi_0: Dense<false>
  readonly wi_1: Dense<false>
  readonly wo: Dense<false>

  constructor({ d_model, d_ff }: T5Config) {
    super()
    this.wi_0 = linear(d_model, d_ff)
    this.wi_1 = linear(d_model, d_ff)
    this.wo = linear(d_ff, d_model)
  }
}

class T5LayerFF extends WithoutForward {
  readonly DenseReluDense: T5DenseActDense | T5DenseGatedActDense
  readonly layer_norm: RmsNorm

  constructor(config: T5Config) {
    super()
    const isGated = config.feed_forward_proj.startsWith('gated-')
    this.DenseReluDense = isGated ? new T5DenseGatedActDense(config) : new T5DenseActDense(config)
    this.layer_norm = layerNorm(config)
  }
}

class T5Attention extends WithoutForward {
  readonly q: Dense<false>
  readonly k: Dense<false>
  readonly v: Dense<false>
  readonly o: Dense<false>
  readonly relative_attention_bias: Embedding | undefined

  constructor({ d_model, d_kv, num_heads, relative_attention_num_buckets }: T5Config, isFirst = false) {
    super()
    const inner = num_heads * d_kv
    this.q = linear(d_model, inner)
    this.k = linear(d_model, inner)
    this.v = linear(d_model, inner)
    this.o = linear(inner, d_model)
    this.relative_attention_bias = isFirst
      ? new Embedding(relative_attention_num_buckets, num_heads)
      : undefined
  }
}

class T5LayerSelfAttention extends WithoutForward {
  readonly SelfAttention: T5Attention
  readonly layer_norm: RmsNorm

  constructor(config: T5Config, isFirst: boolean) {
    super()
    this.SelfAttention = new T5Attention(config, isFirst)
    this.layer_norm = layerNorm(config)
  }
}

class T5LayerCrossAttention extends WithoutForward {
  readonly EncDecAttention: T5Attention
  readonly layer_norm: RmsNorm

  constructor(config: T5Config) {
    super()
    this.EncDecAttention = new T5Attention(config)
    this.layer_norm = layerNorm(config)
  }
}

class T5Block extends WithoutForward {
  readonly layer: ModuleList<readonly Module[]>

  constructor(config: T5Config, isDecoder: boolean, isFirst: boolean) {
    super()
    this.layer = new ModuleList([
      new T5LayerSelfAttention(config, isFirst),
      ...(isDecoder ? [new T5LayerCrossAttention(config)] : []),
      new T5LayerFF(config),
    ])
  }
}

/** What T5's models start alike: `T5PreTrainedModel`. */
abstract class T5PreTrainedModel extends PreTrainedModel {
  readonly config: T5Config

  constructor(config: T5Config) {
    super(config.initializer_factor)
    this.config = config
  }

  override initWeights(module: Module, dialect: TorchDialect): void {
    super.initWeights(module, dialect)
    const { initializer_factor: factor, d_model, d_kv, d_ff, num_heads } = this.config
    const anew = ({ weight }: Dense<false> | Embedding, fan: number) =>
      dialect.normal_(weight, { std: factor * fan ** -0.5 })
    if (module instanceof RmsNorm) constant_(module.weight, factor)
    else if (module instanceof T5ForConditionalGeneration) anew(module.shared, 1)
    else if (module instanceof T5DenseActDense) {
      anew(module.wi, d_model)
      anew(module.wo, d_ff)
    } else if (module instanceof T5DenseGatedActDense) {
      anew(module.wi_0, d_model)
      anew(module.wi_1, d_model)
      anew(module.wo, d_ff)
    } else if (module instanceof T5Attention) {
      anew(module.q, d_model * d_kv)
      anew(module.k, d_model)
      anew(module.v, d_model)
      anew(module.o, num_heads * d_kv)
      if (module.relative_attention_bias !== undefined) anew(module.relative_attention_bias, d_model)
    }
  }
}

class T5Stack extends T5PreTrainedModel {
  readonly embed_tokens: Embedding
  readonly block: ModuleList<readonly T5Block[]>
  readonly final_layer_norm: RmsNorm

  constructor(config: T5Config, blocks: number, isDecoder: boolean, dialect?: TorchDialect) {
    super(config)
    this.embed_tokens = new Embedding(config.vocab_size, config.d_model)
    this.block = new ModuleList(
      Array.from({ length: blocks }, (_, i) => new T5Block(config, isDecoder, i === 0)),
    )
    this.final_layer_norm = layerNorm(config)
    this.postInit(dialect)
  }
}

/** T5 (Raffel et al., 2019, https://arxiv.org/abs/1910.10683) as transformers starts it; one table is four. */
export class T5ForConditionalGeneration extends T5PreTrainedModel {
  readonly shared: Embedding
  readonly encoder: T5Stack
  readonly decoder: T5Stack
  readonly lm_head: Dense<false>

  constructor(config: Partial<T5Config> = {}, dialect?: TorchDialect) {
    const whole = configOf(T5Config, config)
    super(whole)
    const { vocab_size, d_model, num_layers, num_decoder_layers } = whole
    this.shared = new Embedding(vocab_size, d_model)
    this.encoder = new T5Stack(whole, num_layers, false, dialect)
    this.decoder = new T5Stack(whole, num_decoder_layers ?? num_layers, true, dialect)
    this.lm_head = linear(d_model, vocab_size)
    this.postInit(dialect)
    for (const { embed_tokens } of [this.encoder, this.decoder]) embed_tokens.weight = this.shared.weight
    this.lm_head.weight = this.shared.weight
    this.parameters()
  }
}
