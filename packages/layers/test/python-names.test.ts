import { cpu } from '@nn/backend-cpu'
import { zeros } from '@nn/init'
import { createRng } from '@nn/random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BatchNorm,
  camelCase,
  Dense,
  fromPython,
  LayerNorm,
  Lstm,
  Module,
  MultiheadAttention,
  Parameter,
  snakeCase,
  TransformerDecoderLayer,
  toPython,
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

describe('what is Python already', () => {
  // Names of T5, BERT, Inception, Mamba and LoRA.
  it.each([
    'SelfAttention',
    'LayerNorm',
    'Mixed_5b',
    'Conv2d_1a_3x3',
    'A_log',
    'D',
    'lora_A',
    'branch3x3dbl_1',
    'lora__a',
  ])('%s stays, both ways', (name) => {
    expect(camelCase(name)).toBe(name)
    expect(snakeCase(name)).toBe(name)
  })

  it.each(['_private', '__name', '_two_words', 'words_of_a', 'inProj_weight'])('%s comes back', (name) => {
    expect(snakeCase(camelCase(name))).toBe(name)
  })

  it.each(['qkvProj', 'block.qkvProj.weight', 'inProj.weight_v'])('%s would not come back', (name) => {
    expect(() => camelCase(name)).toThrow(
      /expected names that snakeCase turns back, got "\w+" in .*; read .*fromPython/,
    )
  })

  it('comes back or is an error, whatever it is', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abAB1_'), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(word, (name) => {
        let turned: string
        try {
          turned = camelCase(name)
        } catch {
          return
        }
        expect(snakeCase(turned)).toBe(name)
      }),
    )
  })
})

describe('state dicts by the names that a model declares', () => {
  class Block extends Module {
    readonly LayerNorm = new LayerNorm({ shape: 2 })
    readonly self_attn = new MultiheadAttention(2, 1)
    readonly A_log = new Parameter({ shape: [1], role: 'other', init: zeros() })
    override forward(): never {
      throw new Error('never called')
    }
  }
  const NAMES = [
    'LayerNorm.weight',
    'LayerNorm.bias',
    'self_attn.in_proj_weight',
    'self_attn.in_proj_bias',
    'self_attn.out_proj.weight',
    'self_attn.out_proj.bias',
    'A_log',
  ]

  it('go both ways', () => {
    const net = new Block()
    net.initialize({ rng: createRng(1), backend: cpu })
    const python = toPython(net.stateDict())
    expect([...python.keys()]).toEqual(NAMES)
    const other = new Block()
    expect(other.loadStateDict(fromPython(other, python)).loaded).toHaveLength(7)
    expect(other.A_log.data.equals(net.A_log.data)).toBe(true)
    expect(other.self_attn.outProj.weight.data.equals(net.self_attn.outProj.weight.data)).toBe(true)
  })

  it('take names of the model itself, too, and leave others for the report', () => {
    const norm = new BatchNorm({ channels: 1, affine: false })
    const state = { runningMean: 1, running_var: 2, other: 3 }
    expect([...fromPython(norm, state)]).toEqual([
      ['runningMean', 1],
      ['runningVar', 2],
      ['other', 3],
    ])
    expect(() => fromPython(norm, { ...state, runningVar: 4 })).toThrow(
      'fromPython: expected each value once, got "runningVar" and "running_var"; leave one out',
    )
  })

  it('are errors where two paths have one name, or nothing is given', () => {
    class Twice extends Module {
      readonly inProj = new Dense(1)
      readonly in_proj = new Dense(1)
      override forward(): never {
        throw new Error('never called')
      }
    }
    const message =
      'expected a name of Python for each path, got "in_proj.weight" of "inProj.weight" and "in_proj.weight"; rename a field'
    expect(() => fromPython(new Twice(), {})).toThrow(`Twice: ${message}`)
    expect(() => toPython({ 'inProj.weight': 1, 'in_proj.weight': 2 })).toThrow(`toPython: ${message}`)
    expect(() => toPython([] as never)).toThrow('toPython: expected a state dict, a Map or an object, got []')
    expect(() => fromPython({} as never, {})).toThrow('fromPython: expected a module, got an object')
  })
})
