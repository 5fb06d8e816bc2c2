import { message } from '@nn/check'
import { divides, type Fields } from './config.ts'
import type { Family } from './family.ts'
import type { Layer, LayerGroups, Part } from './layer.ts'

/** GPT-2: matrices are stored `[in, out]`, positions are learned. */
export const gpt2: Family = {
  modelType: 'gpt2',
  usual: 'GPT2LMHeadModel',
  classes: { GPT2LMHeadModel: layersOf },
  names: { width: 'n_embd', depth: 'n_layer' },
}

/** The names of other families that `transformers` takes for these (`attribute_map` of GPT2Config). */
const ALIASES = [
  ['n_embd', 'hidden_size'],
  ['n_head', 'num_attention_heads'],
  ['n_layer', 'num_hidden_layers'],
  ['n_positions', 'max_position_embeddings'],
] as const

function layersOf(fields: Fields): LayerGroups {
  const [rows, width] = [fields.count('vocab_size'), fields.count('n_embd')]
  divides(['n_head', fields.count('n_head')], ['n_embd', width])
  if (fields.flag('add_cross_attention', false)) {
    throw new RangeError(message('config', 'add_cross_attention to be false for gpt2', 'true'))
  }
  for (const [name, other] of ALIASES) fields.agrees(name, other)
  const inner = fields.countOr('n_inner', 4 * width)
  const blocks = Array.from({ length: fields.count('n_layer') }, (_, block) =>
    blockOf(width, inner).map((layer) => ({ ...layer, path: `transformer.h.${block}.${layer.path}`, block })),
  )
  const table = 'transformer.wte'
  const tied = fields.flag('tie_word_embeddings', true) ? table : undefined
  const positions = [fields.count('n_positions'), width]
  return {
    base: [
      { path: table, kind: 'embedding', part: 'embedding', shape: [rows, width] },
      { path: 'transformer.wpe', kind: 'embedding', part: 'position', shape: positions },
      ...blocks.flat(),
      norm('transformer.ln_f', width),
    ],
    head: [{ path: 'lm_head', kind: 'linear', part: 'readout', shape: [rows, width], tied }],
  }
}

function blockOf(width: number, inner: number): Layer[] {
  const packed = [
    ['query', width],
    ['key', width],
    ['value', width],
  ] as const
  return [
    norm('ln_1', width),
    { ...matrix('attn.c_attn', 'qkv', [width, 3 * width]), packed },
    { ...matrix('attn.c_proj', 'attentionOut', [width, width]), redrawn: true },
    norm('ln_2', width),
    matrix('mlp.c_fc', 'up', [width, inner]),
    { ...matrix('mlp.c_proj', 'down', [inner, width]), redrawn: true },
  ]
}

function matrix(path: string, part: Part, shape: readonly number[]): Layer {
  return { path, kind: 'conv1d', part, shape, bias: true }
}

function norm(path: string, width: number): Layer {
  return { path, kind: 'norm', part: 'norm', shape: [width], bias: true }
}
