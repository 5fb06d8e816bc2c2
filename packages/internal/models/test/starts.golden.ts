import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { cpu } from '@nn/backend-cpu'
import { type TorchDialect, torch } from '@nn/init/torch'
import { fromPython, type Module, snakeCase, toPython } from '@nn/layers'
import { describe, expect, it } from 'vitest'
import * as models from '../src/index.ts'

// Made by fixtures/make_starts.py with the live libraries, whose versions it has.
interface Start {
  id: string
  code: string
  seed: number
  parameters: number
  digest: string
  state: string
  after: string[]
}
const file = new URL('fixtures/starts.json', import.meta.url)
const { models: starts } = JSON.parse(readFileSync(file, 'utf8')) as { models: Start[] }

const SMALL = { vocab_size: 60, hidden_size: 24, intermediate_size: 40, num_attention_heads: 4 }
const T5 = { vocab_size: 60, d_model: 24, d_kv: 6, d_ff: 40, num_heads: 4 }

/** The `code` of each, in TypeScript. */
const PORTS: Readonly<Record<string, (dialect: TorchDialect) => Module>> = {
  resnet34: (dialect) => models.resnet34({ num_classes: 7 }, dialect),
  'resnet50-zero': (dialect) => {
    const design = { block: models.Bottleneck, layers: [1, 1, 1, 1] } as const
    return new models.ResNet(design, { zero_init_residual: true, num_classes: 3 }, dialect)
  },
  mobilenet_v2: (dialect) => models.mobilenet_v2({ width_mult: 0.35, num_classes: 5 }, dialect),
  densenet: (dialect) => {
    const sizes = { growth_rate: 8, block_config: [2, 3], num_init_features: 16, bn_size: 2 }
    return new models.DenseNet({ ...sizes, num_classes: 4 }, dialect)
  },
  vision_transformer: (dialect) => {
    const sizes = { patch_size: 8, num_layers: 2, num_heads: 2, hidden_dim: 24, mlp_dim: 48 }
    const options = { image_size: 32, num_classes: 5, representation_size: 12 }
    return new models.VisionTransformer(sizes, options, dialect)
  },
  gpt2: (dialect) => {
    const sizes = { vocab_size: 100, n_positions: 16, hidden_size: 24, num_hidden_layers: 3, n_head: 2 }
    return new models.GPT2LMHeadModel(sizes, dialect)
  },
  'gpt2-untied': (dialect) => {
    const sizes = { vocab_size: 100, n_positions: 16, n_embd: 24, n_layer: 1, n_head: 2, n_inner: 40 }
    const others = { initializer_range: 0.05, tie_word_embeddings: false }
    return new models.GPT2LMHeadModel({ ...sizes, ...others }, dialect)
  },
  bert: (dialect) => new models.BertForMaskedLM({ ...SMALL, num_hidden_layers: 2 }, dialect),
  'bert-untied': (dialect) => {
    const others = { pad_token_id: 3, tie_word_embeddings: false, initializer_range: 0.1 }
    return new models.BertForMaskedLM({ ...SMALL, num_hidden_layers: 1, ...others }, dialect)
  },
  'bert-unpadded': (dialect) => {
    return new models.BertForMaskedLM({ ...SMALL, num_hidden_layers: 1, pad_token_id: null }, dialect)
  },
  llama: (dialect) => {
    return new models.LlamaForCausalLM({ ...SMALL, num_hidden_layers: 2, num_key_value_heads: 2 }, dialect)
  },
  'llama-tied': (dialect) => {
    const biases = { attention_bias: true, mlp_bias: true }
    const others = { pad_token_id: 3, tie_word_embeddings: true, initializer_range: 0.01 }
    return new models.LlamaForCausalLM({ ...SMALL, num_hidden_layers: 3, ...biases, ...others }, dialect)
  },
  mixtral: (dialect) => {
    const experts = { num_local_experts: 3, num_experts_per_tok: 1 }
    const others = { num_key_value_heads: 4, tie_word_embeddings: true, pad_token_id: 0 }
    return new models.MixtralForCausalLM({ ...SMALL, num_hidden_layers: 2, ...experts, ...others }, dialect)
  },
  t5: (dialect) => new models.T5ForConditionalGeneration({ ...T5, num_layers: 2 }, dialect),
  't5-gated': (dialect) => {
    const layers = { num_layers: 1, num_decoder_layers: 2, feed_forward_proj: 'gated-gelu' }
    const others = { initializer_factor: 0.7, relative_attention_num_buckets: 8 }
    return new models.T5ForConditionalGeneration({ ...T5, ...layers, ...others }, dialect)
  },
  vit: (dialect) => {
    const sizes = { hidden_size: 9, num_hidden_layers: 2, num_attention_heads: 3, intermediate_size: 10 }
    const image = { image_size: 8, patch_size: 4, num_channels: 1 }
    return new models.ViTForImageClassification({ ...sizes, ...image }, dialect)
  },
  'vit-labels': (dialect) => {
    const sizes = { hidden_size: 24, num_hidden_layers: 1, num_attention_heads: 2, intermediate_size: 40 }
    const image = { image_size: 16, patch_size: 4 }
    const others = { num_labels: 7, qkv_bias: false, initializer_range: 0.03 }
    return new models.ViTForImageClassification({ ...sizes, ...image, ...others }, dialect)
  },
  qwen3: (dialect) => {
    const heads = { num_key_value_heads: 1, head_dim: 8, attention_bias: true }
    const others = { tie_word_embeddings: true, pad_token_id: 5 }
    return new models.Qwen3ForCausalLM({ ...SMALL, num_hidden_layers: 2, ...heads, ...others }, dialect)
  },
  gemma: (dialect) => {
    const heads = { num_key_value_heads: 1, head_dim: 8 }
    return new models.GemmaForCausalLM({ ...SMALL, num_hidden_layers: 2, ...heads }, dialect)
  },
  'gemma-untied': (dialect) => {
    const heads = { num_key_value_heads: 2, head_dim: 8, tie_word_embeddings: false }
    return new models.GemmaForCausalLM({ ...SMALL, num_hidden_layers: 1, ...heads }, dialect)
  },
  'bert-model': (dialect) => new models.BertModel({ ...SMALL, num_hidden_layers: 1 }, dialect),
  'bert-classifier': (dialect) => {
    const config = { ...SMALL, num_hidden_layers: 1, num_labels: 5 }
    return new models.BertForSequenceClassification(config, dialect)
  },
  'gpt2-model': (dialect) => {
    const sizes = { vocab_size: 100, n_positions: 16, n_embd: 24, n_layer: 1, n_head: 2 }
    return new models.GPT2Model(sizes, dialect)
  },
  'gemma-model': (dialect) => {
    const heads = { num_key_value_heads: 1, head_dim: 8 }
    return new models.GemmaModel({ ...SMALL, num_hidden_layers: 1, ...heads }, dialect)
  },
  'llama-model': (dialect) => new models.LlamaModel({ ...SMALL, num_hidden_layers: 1 }, dialect),
  mistral: (dialect) => {
    return new models.MistralForCausalLM({ ...SMALL, num_hidden_layers: 2, num_key_value_heads: 2 }, dialect)
  },
  'mixtral-model': (dialect) => {
    const experts = { num_key_value_heads: 2, num_local_experts: 2 }
    return new models.MixtralModel({ ...SMALL, num_hidden_layers: 1, ...experts }, dialect)
  },
  qwen2: (dialect) => {
    return new models.Qwen2ForCausalLM({ ...SMALL, num_hidden_layers: 2, num_key_value_heads: 2 }, dialect)
  },
  'qwen3-model': (dialect) => {
    const heads = { num_key_value_heads: 2, head_dim: 8 }
    return new models.Qwen3Model({ ...SMALL, num_hidden_layers: 1, ...heads }, dialect)
  },
  'get-model': (dialect) => models.resnet18({ num_classes: 3 }, dialect),
  'auto-llama': (dialect) => new models.LlamaForCausalLM({ ...SMALL, num_hidden_layers: 1 }, dialect),
  'auto-gpt2': (dialect) => {
    const sizes = { vocab_size: 100, n_positions: 16, n_embd: 24, n_layer: 1, n_head: 2 }
    return new models.GPT2Model(sizes, dialect)
  },
  'timm-resnet18': (dialect) => models.createModel('resnet18', { num_classes: 4, in_chans: 1 }, dialect),
  'timm-resnet18-nonzero': (dialect) => {
    return models.createModel('resnet18', { num_classes: 4, zero_init_last: false }, dialect)
  },
  'timm-vit': (dialect) => {
    const sizes = { num_classes: 4, depth: 2, img_size: 64, qkv_bias: false, mlp_ratio: 2 }
    return models.createModel('vit_small_patch16_224', sizes, dialect)
  },
  'timm-vit-headless': (dialect) => {
    return models.createModel('vit_tiny_patch16_224', { num_classes: 0, depth: 2 }, dialect)
  },
}

const sha = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')

/** A line for each parameter, as the fixture's maker writes it. */
function linesOf(net: Module): string[] {
  return [...net.parameters()].map(([path, { shape, data }]) => {
    const { buffer, byteOffset, byteLength } = data.contiguous().toArray()
    return `${snakeCase(path)} [${shape.join(', ')}] ${sha(new Uint8Array(buffer, byteOffset, byteLength))}\n`
  })
}

describe.each(starts)('$id', ({ id, seed, parameters, digest, state, after }) => {
  const port = PORTS[id]
  if (port === undefined) throw new Error(`no port of ${id}`)
  const dialect = torch({ seed })
  const net = dialect.build(() => port(dialect), { backend: cpu })

  it('starts with the bits of Python, and leaves the generator where it is there', () => {
    const lines = linesOf(net)
    expect(lines).toHaveLength(parameters)
    expect(sha(lines.join(''))).toBe(digest)
    const next = new Uint32Array(dialect.rng.uniform(new Float32Array(2)).buffer)
    expect([...next].map((word) => word.toString(16).padStart(8, '0'))).toEqual(after)
  })

  it('has the names of its state dict, both ways', () => {
    const python = toPython(net.stateDict())
    expect(sha([...python.keys()].sort().join('\n'))).toBe(state)
    expect([...fromPython(net, python).keys()]).toEqual([...net.stateDict().keys()])
  })
})
