import { message } from '@nn/check'
import { contradiction, divides, type Fields, paddingRow } from './config.ts'
import type { Family } from './family.ts'
import type { Layer, LayerGroups, Part } from './layer.ts'

/** BERT, with the heads of masked language modelling and of sequence classification. */
export const bert: Family = {
  modelType: 'bert',
  usual: 'BertForMaskedLM',
  classes: {
    BertForMaskedLM: (fields) => ({ base: encoderOf(fields, false), head: languageHead(fields) }),
    BertForSequenceClassification: (fields) => ({
      base: encoderOf(fields, true),
      head: [linear('classifier', 'readout', [labelsOf(fields), fields.count('hidden_size')])],
    }),
  },
  names: { width: 'hidden_size', depth: 'num_hidden_layers' },
}

const TABLE = 'bert.embeddings.word_embeddings'

function encoderOf(fields: Fields, pooler: boolean): Layer[] {
  const [rows, width] = [fields.count('vocab_size'), fields.count('hidden_size')]
  divides(['num_attention_heads', fields.count('num_attention_heads')], ['hidden_size', width])
  if (fields.flag('add_cross_attention', false)) {
    throw new RangeError(message('config', 'add_cross_attention to be false for bert', 'true'))
  }
  const embedding = (path: string, part: Part, count: number): Layer => ({
    path: `bert.embeddings.${path}`,
    kind: 'embedding',
    part,
    shape: [count, width],
  })
  const blocks = Array.from({ length: fields.count('num_hidden_layers') }, (_, block) =>
    blockOf(width, fields.count('intermediate_size')).map((layer) => ({
      ...layer,
      path: `bert.encoder.layer.${block}.${layer.path}`,
      block,
    })),
  )
  const padding = paddingRow(fields.index('pad_token_id', 0), rows)
  return [
    { ...embedding('word_embeddings', 'embedding', rows), padding },
    embedding('position_embeddings', 'position', fields.count('max_position_embeddings')),
    embedding('token_type_embeddings', 'tokenType', fields.count('type_vocab_size')),
    norm('bert.embeddings.LayerNorm', width),
    ...blocks.flat(),
    ...(pooler ? [linear('bert.pooler.dense', 'pooler', [width, width])] : []),
  ]
}

function blockOf(width: number, inner: number): Layer[] {
  return [
    linear('attention.self.query', 'query', [width, width]),
    linear('attention.self.key', 'key', [width, width]),
    linear('attention.self.value', 'value', [width, width]),
    linear('attention.output.dense', 'attentionOut', [width, width]),
    norm('attention.output.LayerNorm', width),
    linear('intermediate.dense', 'up', [inner, width]),
    linear('output.dense', 'down', [width, inner]),
    norm('output.LayerNorm', width),
  ]
}

function languageHead(fields: Fields): LayerGroups['head'] {
  const [rows, width] = [fields.count('vocab_size'), fields.count('hidden_size')]
  const bias = 'cls.predictions.bias'
  const isTied = fields.flag('tie_word_embeddings', true)
  const shared = isTied ? { tied: TABLE, tiedBias: bias } : {}
  return [
    { path: bias, kind: 'bias', part: 'readout', shape: [rows] },
    linear('cls.predictions.transform.dense', 'transform', [width, width]),
    norm('cls.predictions.transform.LayerNorm', width),
    { ...linear('cls.predictions.decoder', 'readout', [rows, width]), ...shared },
  ]
}

/** The number of classes: that of `id2label`, else `num_labels`, else 2. @throws RangeError if they differ */
function labelsOf(fields: Fields): number {
  const named = fields.sizeOf('id2label')
  const count = fields.countOr('num_labels', named ?? 2)
  if (named !== undefined && named !== count) {
    throw contradiction(['id2label', `${named} labels`], ['num_labels', count])
  }
  return count
}

function linear(path: string, part: Part, shape: readonly number[]): Layer {
  return { path, kind: 'linear', part, shape, bias: true }
}

function norm(path: string, width: number): Layer {
  return { path, kind: 'norm', part: 'norm', shape: [width], bias: true }
}
