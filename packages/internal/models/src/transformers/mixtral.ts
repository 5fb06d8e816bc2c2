import { zeros } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { Parameter } from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'
import { type ConfigClass, configClass, configOf } from './config.ts'
import {
  DecoderAttention,
  DecoderForCausalLM,
  DecoderModel,
  type DecoderParts,
  type InitWeights,
} from './decoder.ts'

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
  rms_norm_eps: 1e-5,
  use_cache: true,
  pad_token_id: null as number | null,
  bos_token_id: 1 as number | null,
  eos_token_id: 2 as number | null,
  tie_word_embeddings: false,
  sliding_window: null as number | null,
  attention_dropout: 0,
  num_experts_per_tok: 2,
  num_local_experts: 8,
  output_router_logits: false,
  router_aux_loss_coef: 0.001,
  router_jitter_noise: 0,
}

/** transformers' `MixtralConfig`, under its names. */
export type MixtralConfig = Readonly<typeof DEFAULTS>

export const MixtralConfig: ConfigClass<MixtralConfig> = configClass('MixtralConfig', DEFAULTS)

/** `torch.empty`: the model starts it. */
function empty(...shape: readonly number[]): Parameter {
  return new Parameter({ shape, role: 'weight', init: zeros() })
}

/** Gated layers, all experts' in one weight each. */
class MixtralExperts extends WithoutForward {
  readonly gate_up_proj: Parameter
  readonly down_proj: Parameter

  constructor({ num_local_experts, hidden_size, intermediate_size }: MixtralConfig) {
    super()
    this.gate_up_proj = empty(num_local_experts, 2 * intermediate_size, hidden_size)
    this.down_proj = empty(num_local_experts, hidden_size, intermediate_size)
  }
}

/** Says which experts see a token. */
class MixtralTopKRouter extends WithoutForward {
  readonly weight: Parameter

  constructor({ num_local_experts, hidden_size }: MixtralConfig) {
    super()
    this.weight = empty(num_local_experts, hidden_size)
  }
}

class MixtralSparseMoeBlock extends WithoutForward {
  readonly gate: MixtralTopKRouter
  readonly experts: MixtralExperts

  constructor(config: MixtralConfig) {
    super()
    this.gate = new MixtralTopKRouter(config)
    this.experts = new MixtralExperts(config)
  }
}

const partsOf = (whole: MixtralConfig): DecoderParts => ({
  attention: (config) => new DecoderAttention(config),
  mlp: () => new MixtralSparseMoeBlock(whole),
})

const initWeights: InitWeights = (module, dialect, std) => {
  if (module instanceof MixtralExperts) {
    dialect.normal_(module.gate_up_proj, { std })
    dialect.normal_(module.down_proj, { std })
  } else if (module instanceof MixtralTopKRouter) dialect.normal_(module.weight, { std })
}

/** Mixtral (Jiang et al., 2024, https://arxiv.org/abs/2401.04088) as transformers starts it. */
export class MixtralForCausalLM extends DecoderForCausalLM {
  constructor(config: Partial<MixtralConfig> = {}, dialect?: TorchDialect) {
    const whole = configOf(MixtralConfig, config)
    super(whole, partsOf(whole), initWeights, dialect)
  }
}

/** The same without its last layer. */
export class MixtralModel extends DecoderModel {
  constructor(config: Partial<MixtralConfig> = {}, dialect?: TorchDialect) {
    const whole = configOf(MixtralConfig, config)
    super(whole, partsOf(whole), initWeights, dialect)
  }
}
