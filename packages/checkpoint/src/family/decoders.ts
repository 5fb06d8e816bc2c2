import { decoder } from './decoder.ts'
import type { Family } from './family.ts'

// The classes of transformers 5.18: https://github.com/huggingface/transformers/tree/main/src/transformers/models

export const llama: Family = /* @__PURE__ */ decoder({
  modelType: 'llama',
  className: 'LlamaForCausalLM',
  attentionBias: 'attention_bias',
  mlpBias: true,
})

export const mistral: Family = /* @__PURE__ */ decoder({
  modelType: 'mistral',
  className: 'MistralForCausalLM',
  defaults: { keyValueHeads: 8 },
})

export const mixtral: Family = /* @__PURE__ */ decoder({
  modelType: 'mixtral',
  className: 'MixtralForCausalLM',
  experts: true,
  defaults: { keyValueHeads: 8 },
})

export const qwen2: Family = /* @__PURE__ */ decoder({
  modelType: 'qwen2',
  className: 'Qwen2ForCausalLM',
  attentionBias: ['query', 'key', 'value'],
  defaults: { keyValueHeads: 32 },
})

export const qwen3: Family = /* @__PURE__ */ decoder({
  modelType: 'qwen3',
  className: 'Qwen3ForCausalLM',
  attentionBias: 'attention_bias',
  qkNorm: 'head',
  defaults: { headDim: 128, keyValueHeads: 32 },
})

export const gemma: Family = /* @__PURE__ */ decoder({
  modelType: 'gemma',
  className: 'GemmaForCausalLM',
  attentionBias: 'attention_bias',
  norm: 'offsetNorm',
  defaults: { pad: 0, tied: true, headDim: 256, keyValueHeads: 16 },
})

export const phi3: Family = /* @__PURE__ */ decoder({
  modelType: 'phi3',
  className: 'Phi3ForCausalLM',
  packed: true,
  defaults: { pad: 32000 },
})

export const olmo2: Family = /* @__PURE__ */ decoder({
  modelType: 'olmo2',
  className: 'Olmo2ForCausalLM',
  attentionBias: 'attention_bias',
  qkNorm: 'whole',
  norms: ['post_attention_layernorm', 'post_feedforward_layernorm'],
  defaults: { pad: 1 },
})
