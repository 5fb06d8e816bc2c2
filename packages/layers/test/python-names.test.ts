import { describe, expect, it } from 'vitest'
import {
  BatchNorm,
  camelCase,
  Lstm,
  MultiheadAttention,
  snakeCase,
  TransformerDecoderLayer,
} from '../src/index.ts'

describe('names of Python', () => {
  it.each([
    ['weight_ih_l0_reverse', 'weightIhL0Reverse'],
    ['self_attn.in_proj_weight', 'selfAttn.inProjWeight'],
    ['layers.0.norm1.bias', 'layers.0.norm1.bias'],
    ['num_batches_tracked', 'numBatchesTracked'],
    ['bias_k', 'biasK'],
    ['block_1.fc', 'block_1.fc'],
  ])('%s is %s', (python, ours) => {
    expect(camelCase(python)).toBe(ours)
    expect(snakeCase(ours)).toBe(python)
  })

  it('go both ways for every path of our layers', () => {
    const modules = [
      new BatchNorm(),
      new Lstm(2, { bidirectional: true, layers: 2, projection: 1 }),
      new MultiheadAttention(2, 1, { packed: false, addBiasKv: true }),
      new TransformerDecoderLayer(2, 1),
    ]
    const paths = modules.flatMap((module) => [...module.parameters().keys(), ...module.buffers().keys()])
    expect(paths.length).toBeGreaterThan(40)
    for (const path of paths) expect(camelCase(snakeCase(path))).toBe(path)
  })
})
