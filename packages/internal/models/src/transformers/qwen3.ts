import type { TorchDialect } from '@nn/init/torch'
import type { RmsNorm } from '@nn/layers'
import { type ConfigClass, configClass, configOf } from './config.ts'
import {
  DecoderAttention,
  type DecoderConfig,
  DecoderForCausalLM,
  DecoderModel,
  type DecoderParts,
  GatedMlp,
  headSize,
  rmsNorm,
} from './decoder.ts'

const DEFAULTS = {
  vocab_size: 151_936,
  hidden_size: 4096,
  intermediate_size: 22_016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32 as number | null,
  head_dim: 128,
  hidden_act: 'silu',
  max_position_embeddings: 32_768,
  initializer_range: 0.02,
  rms_norm_eps: 1e-6,
  use_cache: true,
  tie_word_embeddings: false,
  attention_bias: false,
  use_sliding_window: false,
  sliding_window: 4096 as number | null,
  max_window_layers: 28,
  attention_dropout: 0,
  pad_token_id: null as number | null,
  bos_token_id: null as number | null,
  eos_token_id: null as number | null,
}

/** transformers' `Qwen3Config`, under its names. */
export type Qwen3Config = Readonly<typeof DEFAULTS>

export const Qwen3Config: ConfigClass<Qwen3Config> = configClass('Qwen3Config', DEFAULTS)

/** Attention whose queries and keys are normalised. */
class Qwen3Attention extends DecoderAttention {
  readonly q_norm: RmsNorm
  readonly k_norm: RmsNorm

  constructor(config: DecoderConfig) {
    super(config)
    this.q_norm = rmsNorm(headSize(config), config)
    this.k_norm = rmsNorm(headSize(config), config)
  }
}

const PARTS: DecoderParts = {
  attention: (config) => new Qwen3Attention(config),
  // Of its layers, only those of attention may have a bias.
  mlp: (config) => new GatedMlp(config),
}

/** Qwen3 (Yang et al., 2025, https://arxiv.org/abs/2505.09388) as transformers starts it. */
export class Qwen3ForCausalLM extends DecoderForCausalLM {
  constructor(config: Partial<Qwen3Config> = {}, dialect?: TorchDialect) {
    super(configOf(Qwen3Config, config), PARTS, () => undefined, dialect)
  }
}

/** The same without its last layer. */
export class Qwen3Model extends DecoderModel {
  constructor(config: Partial<Qwen3Config> = {}, dialect?: TorchDialect) {
    super(configOf(Qwen3Config, config), PARTS, () => undefined, dialect)
  }
}
