import type { TorchDialect } from '@nn/init/torch'
import { type ConfigClass, configClass, configOf } from './config.ts'
import { DecoderAttention, DecoderForCausalLM, DecoderModel, type DecoderParts, GatedMlp } from './decoder.ts'

const DEFAULTS = {
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8 as number | null,
  head_dim: null as number | null,
  hidden_act: 'silu',
  max_position_embeddings: 131_072,
  initializer_range: 0.02,
  rms_norm_eps: 1e-6,
  use_cache: true,
  pad_token_id: null as number | null,
  bos_token_id: 1 as number | null,
  eos_token_id: 2 as number | null,
  tie_word_embeddings: false,
  sliding_window: 4096 as number | null,
  attention_dropout: 0,
}

/** transformers' `MistralConfig`, under its names. */
export type MistralConfig = Readonly<typeof DEFAULTS>

export const MistralConfig: ConfigClass<MistralConfig> = configClass('MistralConfig', DEFAULTS)

const PARTS: DecoderParts = {
  attention: (config) => new DecoderAttention(config),
  mlp: (config) => new GatedMlp(config),
}

/** Mistral (Jiang et al., 2023, https://arxiv.org/abs/2310.06825) as transformers starts it. */
export class MistralForCausalLM extends DecoderForCausalLM {
  constructor(config: Partial<MistralConfig> = {}, dialect?: TorchDialect) {
    super(configOf(MistralConfig, config), PARTS, () => undefined, dialect)
  }
}

/** The same without its last layer. */
export class MistralModel extends DecoderModel {
  constructor(config: Partial<MistralConfig> = {}, dialect?: TorchDialect) {
    super(configOf(MistralConfig, config), PARTS, () => undefined, dialect)
  }
}
