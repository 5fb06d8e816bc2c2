import type { TorchDialect } from '@nn/init/torch'
import { Dense, Embedding, type Module, ModuleList, RmsNorm } from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'
import { PreTrainedModel } from './pretrained-model.ts'

/** What Llama and its descendants are configured by, under the library's names. */
export interface DecoderConfig {
  readonly vocab_size: number
  readonly hidden_size: number
  readonly intermediate_size: number
  readonly num_hidden_layers: number
  readonly num_attention_heads: number
  /** Null for as many as `num_attention_heads`. */
  readonly num_key_value_heads: number | null
  /** Null for hidden_size / num_attention_heads. */
  readonly head_dim: number | null
  readonly initializer_range: number
  readonly rms_norm_eps: number
  readonly pad_token_id: number | null
  readonly tie_word_embeddings: boolean
  readonly attention_bias?: boolean
  readonly mlp_bias?: boolean
}

/** `RMSNorm`s, as each family names its own. */
export function rmsNorm(units: number, { rms_norm_eps: eps }: DecoderConfig): RmsNorm {
  return new RmsNorm({ shape: units, eps })
}

/** Attention whose keys and values have fewer heads than the queries. */
export class DecoderAttention extends WithoutForward {
  readonly q_proj: Dense<boolean>
  readonly k_proj: Dense<boolean>
  readonly v_proj: Dense<boolean>
  readonly o_proj: Dense<boolean>

  constructor(
    config: DecoderConfig,
    useBias: boolean = config.attention_bias ?? false,
    hasOutputBias: boolean = useBias,
  ) {
    super()
    const { hidden_size: units, num_attention_heads: heads } = config
    const queries = heads * headSize(config)
    const keys = (config.num_key_value_heads ?? heads) * headSize(config)
    this.q_proj = new Dense(queries, { inUnits: units, useBias })
    this.k_proj = new Dense(keys, { inUnits: units, useBias })
    this.v_proj = new Dense(keys, { inUnits: units, useBias })
    this.o_proj = new Dense(units, { inUnits: queries, useBias: hasOutputBias })
  }
}

/** Units of a head. */
export function headSize({ head_dim, hidden_size, num_attention_heads }: DecoderConfig): number {
  return head_dim ?? Math.floor(hidden_size / num_attention_heads)
}

/** Two layers, one of which gates the other, and one back. */
export class GatedMlp extends WithoutForward {
  readonly gate_proj: Dense<boolean>
  readonly up_proj: Dense<boolean>
  readonly down_proj: Dense<boolean>

  constructor({ hidden_size: units, intermediate_size: hidden, mlp_bias: useBias = false }: DecoderConfig) {
    super()
    this.gate_proj = new Dense(hidden, { inUnits: units, useBias })
    this.up_proj = new Dense(hidden, { inUnits: units, useBias })
    this.down_proj = new Dense(units, { inUnits: hidden, useBias })
  }
}

/** The parts in which families differ, constructed in this order. */
export interface DecoderParts {
  attention(config: DecoderConfig): DecoderAttention
  mlp(config: DecoderConfig): Module
}

class DecoderLayer extends WithoutForward {
  readonly self_attn: DecoderAttention
  readonly mlp: Module
  readonly input_layernorm: RmsNorm
  readonly post_attention_layernorm: RmsNorm

  constructor(config: DecoderConfig, { attention, mlp }: DecoderParts) {
    super()
    this.self_attn = attention(config)
    this.mlp = mlp(config)
    this.input_layernorm = rmsNorm(config.hidden_size, config)
    this.post_attention_layernorm = rmsNorm(config.hidden_size, config)
  }
}

/** How a family starts a module, beyond what all models do: its `_init_weights`. */
export type InitWeights = (module: Module, dialect: TorchDialect, std: number) => void

/** A model of one of the families. */
abstract class DecoderPreTrainedModel extends PreTrainedModel {
  /** @internal */
  readonly own: InitWeights

  constructor({ initializer_range }: DecoderConfig, own: InitWeights) {
    super(initializer_range)
    this.own = own
  }

  override initWeights(module: Module, dialect: TorchDialect): void {
    super.initWeights(module, dialect)
    this.own(module, dialect, this.std)
  }
}

/** `LlamaModel` and its descendants: embeddings, layers of attention and gated layers, and a norm. */
export class DecoderModel extends DecoderPreTrainedModel {
  readonly embed_tokens: Embedding
  readonly layers: ModuleList<readonly DecoderLayer[]>
  readonly norm: RmsNorm

  constructor(config: DecoderConfig, parts: DecoderParts, own: InitWeights, dialect?: TorchDialect) {
    super(config, own)
    const { vocab_size, hidden_size, num_hidden_layers, pad_token_id } = config
    this.embed_tokens = new Embedding(vocab_size, hidden_size, { paddingIndex: pad_token_id ?? undefined })
    this.layers = new ModuleList(
      Array.from({ length: num_hidden_layers }, () => new DecoderLayer(config, parts)),
    )
    this.norm = rmsNorm(hidden_size, config)
    this.postInit(dialect)
  }
}

/**
 * `LlamaForCausalLM` and its descendants: a `DecoderModel`, and a linear layer to the tokens, which may be
 * the embedding.
 */
export class DecoderForCausalLM extends DecoderPreTrainedModel {
  readonly model: DecoderModel
  readonly lm_head: Dense<false>

  constructor(config: DecoderConfig, parts: DecoderParts, own: InitWeights, dialect?: TorchDialect) {
    super(config, own)
    this.model = new DecoderModel(config, parts, own, dialect)
    this.lm_head = new Dense(config.vocab_size, { inUnits: config.hidden_size, useBias: false })
    this.postInit(dialect)
    if (config.tie_word_embeddings) this.lm_head.weight = this.model.embed_tokens.weight
    this.parameters()
  }
}
