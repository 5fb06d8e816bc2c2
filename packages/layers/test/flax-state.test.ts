import { cpu } from '@nn/backend-cpu'
import { flax } from '@nn/init/flax'
import { describe, expect, it } from 'vitest'
import { flaxStateDict, loadFlaxStateDict } from '../src/flax/index.ts'
import {
  BatchNorm,
  Bilinear,
  Conv2d,
  ConvTranspose2d,
  Dense,
  DepthwiseConv2d,
  Dropout,
  Embedding,
  GroupNorm,
  Gru,
  LayerNorm,
  Lstm,
  Module,
  ModuleList,
  MultiheadAttention,
  Parameter,
  PRelu,
  Relu,
  RmsNorm,
  Rnn,
  Sequential,
} from '../src/index.ts'

const specimens: Readonly<Record<string, () => Module>> = {
  dense: () => new Dense(2, { inUnits: 3 }),
  convolution: () => new Conv2d(4, [2, 3], { inChannels: 6, groups: 2 }),
  depthwise: () => new DepthwiseConv2d([2, 3], { inChannels: 3, multiplier: 2 }),
  transposed: () => new ConvTranspose2d(4, [2, 3], { inChannels: 5 }),
  embedding: () => new Embedding(5, 3),
  norms: () =>
    new ModuleList([
      new BatchNorm({ channels: 3 }),
      new LayerNorm({ shape: 3 }),
      new GroupNorm(1, { channels: 3 }),
      new RmsNorm({ shape: 3 }),
    ]),
  slope: () => new PRelu(),
  lstm: () => new Lstm(3, { inUnits: 2 }),
  gru: () => new Gru(3, { inUnits: 2, bidirectional: true }),
  rnn: () => new Rnn(3, { inUnits: 2 }),
  attention: () => new MultiheadAttention(6, 2),
  unpacked: () => new MultiheadAttention(6, 2, { keyUnits: 4, valueUnits: 5, useBias: false }),
}

const values = (net: Module) =>
  [...net.stateDict()].map(([path, { shape, ...value }]) => [path, shape, value])

function started(make: () => Module): Module {
  const net = make()
  net.initialize({ dialect: flax({ seed: 3, api: 'nnx' }), backend: cpu })
  // Biases and moving averages that are no constants, where Flax has them.
  for (const [path, value] of net.stateDict()) {
    if (/running|^bias$|\.bias$/i.test(path)) value.add_(cpu.arange(value.size).reshape(...value.shape))
  }
  return net
}

describe.each(Object.entries(specimens))('%s', (_, make) => {
  it.each(['linen', 'nnx'] as const)('goes both ways in %s', (api) => {
    const net = started(make)
    const state = flaxStateDict(net, { api })
    for (const value of state.values()) expect(value.size).toBeGreaterThan(0)
    const other = make()
    expect(loadFlaxStateDict(other, state, { api }).loaded).toEqual([...state.keys()])
    for (const [path, value] of net.stateDict()) {
      expect([path, other.stateDict().get(path)?.equals(value)]).toEqual([path, true])
    }
    expect(values(other)).toHaveLength(values(net).length)
  })
})

describe('names', () => {
  it('are those of Sequential and of the modules that cells and attention have', () => {
    const net = new ModuleList([
      new Lstm(2, { inUnits: 2 }),
      new Gru(2, { inUnits: 2, bidirectional: true }),
      new MultiheadAttention(2, 1),
      new BatchNorm({ channels: 2 }),
    ])
    net.initialize({ dialect: flax({ seed: 1 }), backend: cpu })
    const names = [...flaxStateDict(net).keys()]
    expect(names).toContain('params.layers_0.cell.if.kernel')
    expect(names).toContain('params.layers_1.backward_rnn.cell.hn.bias')
    expect(names).not.toContain('params.layers_1.backward_rnn.cell.hr.bias')
    expect(names).toContain('params.layers_2.out.kernel')
    expect(names).toContain('batch_stats.layers_3.var')
    const nnx = [...flaxStateDict(net, { api: 'nnx' }).keys()]
    expect(nnx).toContain('0.cell.if_.kernel')
    expect(nnx).toContain('1.forward_rnn.cell.dense_i.bias')
    expect(nnx).toContain('3.mean')
    const packed = [...flaxStateDict(net, { api: 'nnx', lstm: 'OptimizedLSTMCell' }).keys()]
    expect(packed).toContain('0.cell.dense_h.bias')
    const chain = new Sequential(new Relu(), new Sequential(new Dense(1, { inUnits: 1 }), new Dropout(0.1)))
    chain.initialize({ dialect: flax({ seed: 1 }), backend: cpu })
    expect([...flaxStateDict(chain, { api: 'nnx' }).keys()][0]).toBe('layers.1.layers.0.kernel')
    expect([...flaxStateDict(chain).keys()][0]).toBe('params.layers_1.layers_0.kernel')
  })
})

describe('errors', () => {
  class Own extends Module {
    readonly w = new Parameter({ shape: [1], role: 'weight', init: () => cpu.ones([1]) })
    override forward(): never {
      throw new Error('unused')
    }
  }

  it.each<[string, () => unknown, RegExp]>([
    ['no module', () => flaxStateDict({} as never), /^flaxStateDict: expected a module, got/],
    [
      'an option',
      () => flaxStateDict(new Relu(), { prefix: 'x' } as never),
      /expected options? api, scope, lstm/,
    ],
    ['an interface', () => flaxStateDict(new Relu(), { api: 'haiku' as never }), /expected api to be one of/],
    ['a scope', () => flaxStateDict(new Relu(), { scope: 'x' as never }), /expected scope to be a function/],
    [
      'what a scope gives',
      () => flaxStateDict(new Dense(1, { inUnits: 1 }), { scope: () => 'x' as never }),
      /expected scope to give an array of names, got "x"/,
    ],
    [
      'a parameter of nobody',
      () => flaxStateDict(new Own()),
      /^w: expected a parameter of a layer that Flax has/,
    ],
    ['Bilinear', () => flaxStateDict(new Bilinear(1, { inUnits: [1, 1] })), /weight: expected a parameter/],
    [
      'one name for two',
      () =>
        flaxStateDict(new ModuleList([new Dense(1, { inUnits: 1 }), new Dense(1, { inUnits: 1 })]), {
          scope: () => ['a'],
        }),
      /names of its own in Flax, got a, as 0\. has/,
    ],
    [
      'several layers in one',
      () => flaxStateDict(new Lstm(2, { inUnits: 1, layers: 2 })),
      /expected one recurrent layer, got 2 in one/,
    ],
    [
      'a projection',
      () => flaxStateDict(new Lstm(2, { inUnits: 1, projection: 1 })),
      /a projection of the state/,
    ],
    ['no biases', () => flaxStateDict(new Gru(2, { inUnits: 1, useBias: false })), /one without biases/],
    [
      'groups',
      () => flaxStateDict(new ConvTranspose2d(2, 1, { inChannels: 2, groups: 2 })),
      /a transposed convolution as Flax has it, got 2 groups/,
    ],
    ['slopes', () => flaxStateDict(new PRelu({ units: 3 } as never)), /slope|expected/],
    ['no map', () => loadFlaxStateDict(new Relu(), {} as never), /expected state to be a Map/],
    ['no tensor', () => loadFlaxStateDict(new Relu(), new Map([['a', 1]]) as never), /^a: expected a tensor/],
  ])('%s', (_, run, text) => {
    expect(run).toThrow(text)
  })

  it('a second bias that Flax has not', () => {
    const lstm = new Lstm(2, { inUnits: 1 })
    lstm.initialize({ dialect: flax({ seed: 1 }), backend: cpu })
    lstm.biasIhL0.data.add_(1)
    expect(() => flaxStateDict(lstm)).toThrow('biasIhL0: expected zeros, as Flax has one bias for both sums')
  })

  it('names that do not fit', () => {
    const net = new Dense(1, { inUnits: 1 })
    const state = new Map([
      ['params.kernel', cpu.ones([1, 1])],
      ['params.b', cpu.ones([1])],
    ])
    expect(() => loadFlaxStateDict(net, state)).toThrow(
      '1 missing (params.bias), 1 unexpected (params.b); nothing was loaded',
    )
  })
})
