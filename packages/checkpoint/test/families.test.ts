import { describe, expect, it } from 'vitest'
import { type Config, type Family, families, modelOf } from '../src/index.ts'

const llama: Config = {
  model_type: 'llama',
  vocab_size: 32,
  hidden_size: 8,
  intermediate_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
}

describe('the class of a config', () => {
  it('is found by architectures alone', () => {
    const { model_type: _, ...rest } = llama
    expect(modelOf({ ...rest, architectures: ['LlamaForCausalLM'] }).modelType).toBe('llama')
  })

  it('is refused by name where it is not known, with how to add one', () => {
    expect(() => modelOf({ ...llama, model_type: 'lama2' })).toThrow(
      /model_type to be one of llama, .*, got "lama2"; "llama" is nearest; else describe its layers .*docs\/families.md/,
    )
    expect(() => modelOf({ ...llama, architectures: ['LlamaForSequenceClassification'] })).toThrow(
      /architectures of llama to name LlamaForCausalLM, got "LlamaForSequenceClassification"; describe/,
    )
    expect(() => modelOf({ ...llama, architectures: ['GPT2LMHeadModel'] })).toThrow(RangeError)
    expect(() => modelOf({})).toThrow(/model_type to be one of .*, got none; add the field/)
    expect(() => modelOf({ ...llama, architectures: 'LlamaForCausalLM' })).toThrow(
      /an array of names or null/,
    )
  })

  it.each([null, undefined, 3, 'llama', []])('of %j is refused', (config) => {
    expect(() => modelOf(config as never)).toThrow(/config: expected the object of a config.json, got/)
  })

  it('is added by a family of one’s own', () => {
    const table = (fields: Parameters<Family['classes'][string]>[0]) => ({
      base: [
        { path: 'table', kind: 'embedding', part: 'embedding', shape: [fields.count('rows'), 4] } as const,
      ],
      head: [],
    })
    const own: Family = {
      modelType: 'table',
      usual: 'Table',
      classes: { Table: table },
      names: { width: 'width', depth: 'depth' },
    }
    const model = modelOf({ model_type: 'table', rows: 3, width: 4, depth: 1 }, [own])
    expect(model.parameters.map(({ name, shape }) => [name, shape])).toEqual([['table.weight', [3, 4]]])
  })

  it.each([null, 3, [null], [{ modelType: 'x' }], [{ modelType: 'x', classes: null, names: {} }]])(
    'takes no families %j',
    (added) => {
      expect(() => modelOf(llama, added as never)).toThrow(/families: expected an array of \{ modelType, /)
    },
  )

  it('has ten families', () => {
    expect(families.map(({ modelType }) => modelType).sort()).toEqual(
      ['bert', 'gemma', 'gpt2', 'llama', 'mistral', 'mixtral', 'olmo2', 'phi3', 'qwen2', 'qwen3'].sort(),
    )
  })
})

describe('fields', () => {
  it.each(['vocab_size', 'hidden_size', 'intermediate_size', 'num_hidden_layers', 'num_attention_heads'])(
    '%s must be there',
    (field) => {
      const { [field]: _, ...rest } = llama
      expect(() => modelOf(rest)).toThrow(`config: expected ${field} to be a whole number`)
      expect(() => modelOf(rest)).toThrow(/got none; add the field/)
    },
  )

  it.each<[string, unknown, RegExp]>([
    ['hidden_size', 7, /hidden_size to be a multiple of num_attention_heads, got 7 and 2/],
    ['num_key_value_heads', 3, /num_attention_heads to be a multiple of num_key_value_heads, got 2 and 3/],
    ['num_key_value_heads', -1, /num_key_value_heads to be a whole number/],
    ['pad_token_id', 32, /pad_token_id to be a row of the 32 of vocab_size, got 32/],
    ['pad_token_id', -33, /pad_token_id to be a row/],
    ['pad_token_id', 0.5, /pad_token_id to be a whole number/],
    ['vocab_size', 0, /vocab_size to be a whole number of \[1, 2\^40\], got 0/],
    ['vocab_size', '32', /vocab_size to be a whole number/],
    ['hidden_size', 2 ** 41, /hidden_size to be a whole number/],
    ['tie_word_embeddings', 'yes', /tie_word_embeddings to be true or false, got "yes"/],
    ['initializer_range', -1, /initializer_range to be a number > 0, got -1/],
    ['initializer_range', Number.NaN, /initializer_range/],
    ['head_dim', 1.5, /head_dim to be a whole number/],
    [
      'layer_types',
      ['full_attention'],
      /layer_types to fit num_hidden_layers, got "1 types" and 2; leave one/,
    ],
    ['layer_types', 2, /layer_types to be an array, got 2/],
    [
      'quantization_config',
      { bits: 4 },
      /no quantization_config, got an object; take the config of the model before/,
    ],
  ])('%s: %j is refused', (field, value, error) => {
    expect(() => modelOf({ ...llama, [field]: value })).toThrow(error)
  })

  it('refuses cross-attention, which these classes would add layers for, and fields of two names that differ', () => {
    const gpt2 = { model_type: 'gpt2', vocab_size: 9, n_positions: 4, n_embd: 4, n_layer: 1, n_head: 2 }
    expect(modelOf(gpt2).parameters).toHaveLength(16)
    expect(() => modelOf({ ...gpt2, add_cross_attention: true })).toThrow(/add_cross_attention to be false/)
    expect(modelOf({ ...gpt2, hidden_size: 4 }).width).toBe(4)
    expect(() => modelOf({ ...gpt2, hidden_size: 5 })).toThrow(/hidden_size to fit n_embd, got 5 and 4/)
  })

  it('refuses more experts for a token than there are', () => {
    const mixtral = { ...llama, model_type: 'mixtral', num_key_value_heads: 2, num_local_experts: 4 }
    expect(modelOf({ ...mixtral, num_experts_per_tok: 4, num_experts: 4 }).depth).toBe(2)
    expect(() => modelOf({ ...mixtral, num_experts_per_tok: 5 })).toThrow(
      /num_experts_per_tok to fit num_local_experts, got 5 and 4/,
    )
    expect(() => modelOf({ ...mixtral, num_experts: 8 })).toThrow(/num_experts to fit/)
  })

  it('counts a negative row of padding from the end', () => {
    expect(modelOf({ ...llama, pad_token_id: -1 }).parameters[0]?.padding).toBe(31)
  })

  it('takes 0.02 for an initializer_range of 0, as transformers', () => {
    expect(modelOf({ ...llama, initializer_range: 0 }).initializerRange).toBe(0.02)
  })

  it('counts the labels of id2label', () => {
    const bert = {
      ...{ model_type: 'bert', vocab_size: 9, hidden_size: 4, num_hidden_layers: 1, num_attention_heads: 1 },
      ...{ intermediate_size: 8, max_position_embeddings: 4, type_vocab_size: 2 },
      architectures: ['BertForSequenceClassification'],
    }
    const shape = (config: Config) =>
      modelOf(config).parameters.find(({ name }) => name === 'classifier.weight')?.shape
    expect(shape(bert)).toEqual([2, 4])
    expect(shape({ ...bert, id2label: { 0: 'a', 1: 'b', 2: 'c' } })).toEqual([3, 4])
    const contradictory = { ...bert, id2label: { 0: 'a', 1: 'b' }, num_labels: 3 }
    expect(() => modelOf(contradictory)).toThrow(/num_labels to fit id2label, got 3 and "2 labels"/)
    expect(() => modelOf({ ...bert, id2label: [] })).toThrow(/id2label to be an object/)
  })
})
