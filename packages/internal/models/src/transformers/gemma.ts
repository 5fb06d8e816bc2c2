import { zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { RmsNorm } from '@nn/layers'
import { type ConfigClass, configClass, configOf } from './config.ts'
import {
  DecoderAttention,
  DecoderForCausalLM,
  DecoderModel,
  type DecoderParts,
  GatedMlp,
  type InitWeights,
} from './decoder.ts'

const DEFAULTS = {
  vocab_size: 256_000,
  hidden_size: 3072,
  intermediate_size: 24_576,
  num_hidden_layers: 28,
  num_attention_heads: 16,
  num_key_value_heads: 16 as number | null,
  head_dim: 256,
  hidden_act: 'gelu_pytorch_tanh',
  max_position_embeddings: 8192,
  initializer_range: 0.02,
  rms_norm_eps: 1e-6,
  use_cache: true,
  pad_token_id: 0 as number | null,
  eos_token_id: 1 as number | null,
  bos_token_id: 2 as number | null,
  tie_word_embeddings: true,
  attention_bias: false,
  attention_dropout: 0,
}

/** transformers' `GemmaConfig`, under its names. */
export type GemmaConfig = Readonly<typeof DEFAULTS>

export const GemmaConfig: ConfigClass<GemmaConfig> = configClass('GemmaConfig', DEFAULTS)

const PARTS: DecoderParts = {
  attention: (config) => new DecoderAttention(config),
  mlp: (config) => new GatedMlp(config),
}

/** Norms scale by `1 + w`, so that w starts as 0. */
const initWeights: InitWeights = (module) => {
  if (module instanceof RmsNorm) zeros_(module.weight)
}

/** Gemma (Gemma Team, 2024, https://arxiv.org/abs/2403.08295) as transformers starts it. */
export class GemmaForCausalLM extends DecoderForCausalLM {
  constructor(config: Partial<GemmaConfig> = {}, dialect?: TorchDialect) {
    super(configOf(GemmaConfig, config), PARTS, initWeights, dialect)
  }
}

/** The same without its last layer. */
export class GemmaModel extends DecoderModel {
  constructor(config: Partial<GemmaConfig> = {}, dialect?: TorchDialect) {
    super(configOf(GemmaConfig, config), PARTS, initWeights, dialect)
  }
}
