import type { TorchDialect } from '@nn/init/torch'
import { type ConfigClass, configClass, configOf } from './config.ts'
import { DecoderAttention, DecoderForCausalLM, DecoderModel, type DecoderParts, GatedMlp } from './decoder.ts'

const DEFAULTS = {
  vocab_size: 151_936,
  hidden_size: 4096,
  intermediate_size: 22_016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32 as number | null,
  head_dim: null as number | null,
  hidden_act: 'silu',
  max_position_embeddings: 32_768,
  initializer_range: 0.02,
  rms_norm_eps: 1e-6,
  use_cache: true,
  tie_word_embeddings: false,
  use_sliding_window: false,
  sliding_window: 4096 as number | null,
  max_window_layers: 28,
  attention_dropout: 0,
  pad_token_id: null as number | null,
  bos_token_id: null as number | null,
  eos_token_id: null as number | null,
}

/** transformers' `Qwen2Config`, under its names. */
export type Qwen2Config = Readonly<typeof DEFAULTS>

export const Qwen2Config: ConfigClass<Qwen2Config> = configClass('Qwen2Config', DEFAULTS)

const PARTS: DecoderParts = {
  // Queries, keys and values have a bias.
  attention: (config) => new DecoderAttention(config, true, false),
  mlp: (config) => new GatedMlp(config),
}

/** Qwen2 (Yang et al., 2024, https://arxiv.org/abs/2407.10671) as transformers starts it. */
export class Qwen2ForCausalLM extends DecoderForCausalLM {
  constructor(config: Partial<Qwen2Config> = {}, dialect?: TorchDialect) {
    super(configOf(Qwen2Config, config), PARTS, () => undefined, dialect)
  }
}

/** The same without its last layer. */
export class Qwen2Model extends DecoderModel {
  constructor(config: Partial<Qwen2Config> = {}, dialect?: TorchDialect) {
    super(configOf(Qwen2Config, config), PARTS, () => undefined, dialect)
  }
}
