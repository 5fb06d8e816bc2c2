import { message } from '@nn/check'
import { type LayerKind, normal, type ParameterUse, zeros, zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { Dense, Embedding, LayerNorm, Module, ModuleList, Parameter } from '@nn/layers'
import { type Tensor, where } from '@nn/tensor'
import { type ConfigClass, configClass, configOf } from './config.ts'
import { PreTrainedModel } from './pretrained-model.ts'

const DEFAULTS = {
  vocab_size: 50_257,
  n_positions: 1024,
  n_embd: 768,
  n_layer: 12,
  n_head: 12,
  n_inner: null as number | null,
  activation_function: 'gelu_new',
  resid_pdrop: 0.1,
  embd_pdrop: 0.1,
  attn_pdrop: 0.1,
  layer_norm_epsilon: 1e-5,
  initializer_range: 0.02,
  scale_attn_weights: true,
  use_cache: true,
  bos_token_id: 50_256 as number | null,
  eos_token_id: 50_256 as number | null,
  pad_token_id: null as number | null,
  tie_word_embeddings: true,
}

const ALIASES = {
  hidden_size: 'n_embd',
  max_position_embeddings: 'n_positions',
  num_attention_heads: 'n_head',
  num_hidden_layers: 'n_layer',
} as const

/** transformers' `GPT2Config`, under its names. */
export type GPT2Config = Readonly<typeof DEFAULTS>

export const GPT2Config: ConfigClass<GPT2Config> = configClass('GPT2Config', DEFAULTS, ALIASES)

/** A linear layer whose weight is `[in, out]`, as GPT's authors had it: `y = x·W + b`, W ~ N(0, 0.02²). */
class Conv1D extends Module {
  weight: Parameter
  bias: Parameter

  constructor(units: number, inUnits: number, use?: ParameterUse) {
    super()
    this.weight = new Parameter({
      shape: [inUnits, units],
      role: 'weight',
      use,
      axes: { in: 0, out: 1 },
      init: normal({ std: 0.02 }),
    })
    this.bias = new Parameter({ shape: [units], role: 'bias', weight: this.weight, init: zeros() })
  }

  override forward(x: Tensor): Tensor {
    this.materialize(x.backend)
    return x.matmul(this.weight.data).add(this.bias.data)
  }
}

class GPT2Attention extends Module {
  readonly heads: number
  readonly c_attn: Conv1D
  readonly c_proj: Conv1D

  constructor({ n_embd, n_head }: GPT2Config) {
    super()
    if (n_embd % n_head !== 0) {
      throw new RangeError(message('GPT2Config', `n_embd to be a multiple of n_head ${n_head}`, `${n_embd}`))
    }
    this.heads = n_head
    this.c_attn = new Conv1D(3 * n_embd, n_embd)
    this.c_proj = new Conv1D(n_embd, n_embd, 'residualOut')
  }

  /** Each step sees itself and those before: `[n, steps, units] → [n, steps, units]`. */
  override forward(x: Tensor): Tensor {
    const [n = 0, steps = 0, units = 0] = x.shape
    const size = units / this.heads
    const parts = this.c_attn.forward(x).reshape(n, steps, 3, this.heads, size).permute(2, 0, 3, 1, 4)
    const [query, key, value] = [parts.at(0), parts.at(1), parts.at(2)]
    const places = x.backend.arange(steps)
    const isLater = places.unsqueeze(0).gt(places.unsqueeze(1))
    const zero = x.backend.zeros([])
    const mask = where(isLater, zero.sub(Infinity), zero)
    const scores = query.matmul(key.permute(0, 1, 3, 2)).div(Math.sqrt(size))
    const seen = scores.add(mask).softmax(-1)
    return this.c_proj.forward(seen.matmul(value).permute(0, 2, 1, 3).reshape(n, steps, units))
  }
}

class GPT2MLP extends Module {
  readonly c_fc: Conv1D
  readonly c_proj: Conv1D

  constructor(hidden: number, units: number) {
    super()
    this.c_fc = new Conv1D(hidden, units)
    this.c_proj = new Conv1D(units, hidden, 'residualOut')
  }

  override forward(x: Tensor): Tensor {
    return this.c_proj.forward(this.c_fc.forward(x).gelu({ approximate: 'tanh' }))
  }
}

class GPT2Block extends Module {
  readonly ln_1: LayerNorm
  readonly attn: GPT2Attention
  readonly ln_2: LayerNorm
  readonly mlp: GPT2MLP

  constructor(config: GPT2Config) {
    super()
    const { n_embd, n_inner, layer_norm_epsilon: eps } = config
    this.ln_1 = new LayerNorm({ shape: n_embd, eps })
    this.attn = new GPT2Attention(config)
    this.ln_2 = new LayerNorm({ shape: n_embd, eps })
    this.mlp = new GPT2MLP(n_inner ?? 4 * n_embd, n_embd)
  }

  override forward(x: Tensor): Tensor {
    const y = x.add(this.attn.forward(this.ln_1.forward(x)))
    return y.add(this.mlp.forward(this.ln_2.forward(y)))
  }
}

/** What GPT-2's models start alike: `GPT2PreTrainedModel`. */
abstract class GPT2PreTrainedModel extends PreTrainedModel {
  readonly config: GPT2Config

  constructor(config: GPT2Config) {
    super(config.initializer_range)
    this.config = config
  }

  override initWeights(module: Module, dialect: TorchDialect): void {
    super.initWeights(module, dialect)
    const { initializer_range: std, n_layer } = this.config
    if (module instanceof Conv1D) {
      dialect.normal_(module.weight, { std })
      zeros_(module.bias)
    }
    // Two residual paths in each block add up: what ends them starts the smaller, the more there are.
    if (module instanceof GPT2Attention || module instanceof GPT2MLP) {
      dialect.normal_(module.c_proj.weight, { std: std / Math.sqrt(2 * n_layer) })
    }
  }
}

/** What gives the last states: int32 `[n, steps] → [n, steps, n_embd]`. */
export class GPT2Model extends GPT2PreTrainedModel {
  /** Recipes that start an encoder otherwise than a decoder, as T-Fixup does, read what a module declares, never what it is called. */
  override readonly kind: LayerKind = 'decoder'
  readonly wte: Embedding
  readonly wpe: Embedding
  readonly h: ModuleList<readonly GPT2Block[]>
  readonly ln_f: LayerNorm

  constructor(config: Partial<GPT2Config> = {}, dialect?: TorchDialect) {
    const whole = configOf(GPT2Config, config)
    super(whole)
    const { vocab_size, n_positions, n_embd, n_layer, layer_norm_epsilon: eps } = whole
    this.wte = new Embedding(vocab_size, n_embd)
    this.wpe = new Embedding(n_positions, n_embd)
    this.h = new ModuleList(Array.from({ length: n_layer }, () => new GPT2Block(whole)))
    this.ln_f = new LayerNorm({ shape: n_embd, eps })
    this.postInit(dialect)
  }

  override forward(tokens: Tensor): Tensor {
    const places = tokens.backend.arange(tokens.shape.at(-1) ?? 0, { dtype: 'int32' })
    let x = this.wte.forward(tokens).add(this.wpe.forward(places))
    for (const block of this.h) x = block.forward(x)
    return this.ln_f.forward(x)
  }
}

/**
 * GPT-2 (Radford et al., 2019,
 * https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf) as transformers has it: int32
 * `[n, steps] → [n, steps, vocab_size]`, without dropout.
 */
export class GPT2LMHeadModel extends GPT2PreTrainedModel {
  readonly transformer: GPT2Model
  readonly lm_head: Dense<false>

  constructor(config: Partial<GPT2Config> = {}, dialect?: TorchDialect) {
    const whole = configOf(GPT2Config, config)
    super(whole)
    this.transformer = new GPT2Model(whole, dialect)
    this.lm_head = new Dense(whole.vocab_size, { inUnits: whole.n_embd, useBias: false })
    this.postInit(dialect)
    if (whole.tie_word_embeddings) this.lm_head.weight = this.transformer.wte.weight
    this.parameters()
  }

  override forward(tokens: Tensor): Tensor {
    return this.lm_head.forward(this.transformer.forward(tokens))
  }
}
