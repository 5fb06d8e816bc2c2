import type { TorchDialect } from '@nn/init/torch'
import { type ConfigClass, configClass, configOf } from './config.ts'
import { DecoderAttention, DecoderForCausalLM, DecoderModel, type DecoderParts, GatedMlp } from './decoder.ts'

const DEFAULTS = {
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: null as number | null,
  hidden_act: 'silu',
  max_position_embeddings: 2048,
  initializer_range: 0.02,
  rms_norm_eps: 1e-6,
  use_cache: true,
  pad_token_id: null as number | null,
  bos_token_id: 1 as number | null,
  eos_token_id: 2 as number | null,
  tie_word_embeddings: false,
  attention_bias: false,
  attention_dropout: 0,
  mlp_bias: false,
  head_dim: null as number | null,
}

/** transformers' `LlamaConfig`, under its names. */
export type LlamaConfig = Readonly<typeof DEFAULTS>

export const LlamaConfig: ConfigClass<LlamaConfig> = configClass('LlamaConfig', DEFAULTS)

const PARTS: DecoderParts = {
  attention: (config) => new DecoderAttention(config),
  mlp: (config) => new GatedMlp(config),
}

/** Llama (Touvron et al., 2023, https://arxiv.org/abs/2302.13971) as transformers starts it. */
export class LlamaForCausalLM extends DecoderForCausalLM {
  constructor(config: Partial<LlamaConfig> = {}, dialect?: TorchDialect) {
    super(configOf(LlamaConfig, config), PARTS, () => undefined, dialect)
  }
}

/** The same without its last layer. */
export class LlamaModel extends DecoderModel {
  constructor(config: Partial<LlamaConfig> = {}, dialect?: TorchDialect) {
    super(configOf(LlamaConfig, config), PARTS, () => undefined, dialect)
  }
}
