import { contradiction, divides, type Fields, paddingRow } from './config.ts'
import type { Family } from './family.ts'
import type { Layer, LayerGroups, LayerKind, Part } from './layer.ts'

/** What the decoders of the Llama kind differ in. */
interface DecoderRules {
  readonly modelType: string
  readonly className: string
  /** Which of the attention's projections have a bias: those of a field, or always the named ones. */
  readonly attentionBias?: 'attention_bias' | readonly Part[]
  /** Whether `mlp_bias` counts. */
  readonly mlpBias?: boolean
  /** Norms of queries and keys: over each head, or over all of them. */
  readonly qkNorm?: 'head' | 'whole'
  /** Query, key and value in one matrix, gate and up in another. */
  readonly packed?: boolean
  readonly experts?: boolean
  readonly norm?: LayerKind
  /** Names of a block's norms. */
  readonly norms?: readonly string[]
  /** The class's own values where a field is left out. */
  readonly defaults?: {
    readonly pad?: number
    readonly tied?: boolean
    readonly headDim?: number
    readonly keyValueHeads?: number
  }
}

/** Widths of an attention. */
interface Widths {
  readonly hidden: number
  readonly head: number
  readonly queries: number
  readonly keys: number
}

/** A family of decoders: token embedding, blocks of attention and a gated feed-forward, last norm, readout. */
export function decoder(rules: DecoderRules): Family {
  return {
    modelType: rules.modelType,
    usual: rules.className,
    classes: { [rules.className]: (fields) => layersOf(rules, fields) },
    names: { width: 'hidden_size', depth: 'num_hidden_layers' },
  }
}

function layersOf(rules: DecoderRules, fields: Fields): LayerGroups {
  const { defaults = {}, norm = 'norm' } = rules
  const [rows, hidden] = [fields.count('vocab_size'), fields.count('hidden_size')]
  const widths = widthsOf(rules, fields, hidden)
  const depth = fields.count('num_hidden_layers')
  const types = fields.lengthOf('layer_types') ?? depth
  if (types !== depth) throw contradiction(['num_hidden_layers', depth], ['layer_types', `${types} types`])
  const blocks = Array.from({ length: depth }, (_, block) =>
    blockOf(rules, fields, widths).map((layer) => ({
      ...layer,
      path: `model.layers.${block}.${layer.path}`,
      block,
    })),
  )
  const padding = paddingRow(fields.index('pad_token_id', defaults.pad), rows)
  const table = 'model.embed_tokens'
  const tied = fields.flag('tie_word_embeddings', defaults.tied ?? false) ? table : undefined
  return {
    base: [
      { path: table, kind: 'embedding', part: 'embedding', shape: [rows, hidden], padding },
      ...blocks.flat(),
      { path: 'model.norm', kind: norm, part: 'norm', shape: [hidden] },
    ],
    head: [{ path: 'lm_head', kind: 'linear', part: 'readout', shape: [rows, hidden], tied }],
  }
}

function widthsOf({ defaults = {} }: DecoderRules, fields: Fields, hidden: number): Widths {
  const heads = fields.count('num_attention_heads')
  if (fields.has('num_key_value_heads')) fields.count('num_key_value_heads')
  const keyValueHeads = fields.index('num_key_value_heads', defaults.keyValueHeads ?? heads) ?? heads
  divides(['num_key_value_heads', keyValueHeads], ['num_attention_heads', heads])
  const head =
    fields.has('head_dim') || defaults.headDim !== undefined
      ? fields.countOr('head_dim', defaults.headDim ?? 1)
      : divides(['num_attention_heads', heads], ['hidden_size', hidden])
  return { hidden, head, queries: heads * head, keys: keyValueHeads * head }
}

function blockOf(rules: DecoderRules, fields: Fields, widths: Widths): Layer[] {
  const { norm = 'norm', norms = ['input_layernorm', 'post_attention_layernorm'] } = rules
  return [
    ...attentionOf(rules, fields, widths),
    ...(rules.experts ? expertsOf(fields, widths) : feedForwardOf(rules, fields, widths)),
    ...norms.map((path): Layer => ({ path, kind: norm, part: 'norm', shape: [widths.hidden] })),
  ]
}

function attentionOf(rules: DecoderRules, fields: Fields, { hidden, head, queries, keys }: Widths): Layer[] {
  const { attentionBias, qkNorm } = rules
  const hasBias = (part: Part): boolean =>
    typeof attentionBias === 'string'
      ? fields.flag(attentionBias, false)
      : (attentionBias?.includes(part) ?? false)
  const linear = (name: string, part: Part, out: number, width: number): Layer => ({
    path: `self_attn.${name}_proj`,
    kind: 'linear',
    part,
    shape: [out, width],
    bias: hasBias(part),
  })
  const norm = (name: string, width: number): Layer => ({
    path: `self_attn.${name}_norm`,
    kind: 'norm',
    part: 'norm',
    shape: [qkNorm === 'head' ? head : width],
  })
  const out = linear('o', 'attentionOut', hidden, queries)
  if (rules.packed) {
    const packed = [
      ['query', queries],
      ['key', keys],
      ['value', keys],
    ] as const
    return [out, { ...linear('qkv', 'qkv', queries + 2 * keys, hidden), packed }]
  }
  return [
    linear('q', 'query', queries, hidden),
    linear('k', 'key', keys, hidden),
    linear('v', 'value', keys, hidden),
    out,
    ...(qkNorm === undefined ? [] : [norm('q', queries), norm('k', keys)]),
  ]
}

function feedForwardOf(rules: DecoderRules, fields: Fields, { hidden }: Widths): Layer[] {
  const inner = fields.count('intermediate_size')
  const bias = rules.mlpBias === true && fields.flag('mlp_bias', false)
  const linear = (name: string, part: Part, shape: readonly number[]): Layer => ({
    path: `mlp.${name}_proj`,
    kind: 'linear',
    part,
    shape,
    bias,
  })
  const inwards = rules.packed
    ? [{ ...linear('gate_up', 'gateUp', [2 * inner, hidden]), packed: gateAndUp(inner) }]
    : [linear('gate', 'gate', [inner, hidden]), linear('up', 'up', [inner, hidden])]
  return [...inwards, linear('down', 'down', [hidden, inner])]
}

function expertsOf(fields: Fields, { hidden }: Widths): Layer[] {
  const [experts, inner] = [fields.count('num_local_experts'), fields.count('intermediate_size')]
  fields.agrees('num_local_experts', 'num_experts')
  const chosen = fields.countOr('num_experts_per_tok', 1)
  if (chosen > experts) throw contradiction(['num_local_experts', experts], ['num_experts_per_tok', chosen])
  const matrices = (path: string, part: Part, shape: readonly number[]): Layer => ({
    path: `mlp.${path}`,
    kind: 'matrices',
    part,
    shape,
  })
  return [
    matrices('gate.weight', 'router', [experts, hidden]),
    { ...matrices('experts.gate_up_proj', 'gateUp', [experts, 2 * inner, hidden]), packed: gateAndUp(inner) },
    matrices('experts.down_proj', 'down', [experts, hidden, inner]),
  ]
}

function gateAndUp(inner: number): NonNullable<Layer['packed']> {
  return [
    ['gate', inner],
    ['up', inner],
  ]
}
