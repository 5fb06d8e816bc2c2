import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'
import { kerasStateDict, loadKerasStateDict } from '../src/keras/index.ts'

function started<M extends nn.Module>(net: M): M {
  net.initialize({ rng: createRng(42), backend: cpu })
  return net
}

const dense = () => new nn.Dense(2, { inUnits: 2, useBias: false })
const shapesOf = (net: nn.Module) =>
  [...kerasStateDict(started(net))].map(([name, { shape }]) => [name, shape])

describe('kerasStateDict', () => {
  it('numbers classes, keeps names, and takes others', () => {
    const net = started(new nn.ModuleList([dense(), new nn.Sequential({ head: dense() }), dense()]))
    expect([...kerasStateDict(net).keys()]).toEqual(['dense/kernel', 'head/kernel', 'dense_1/kernel'])
    const name = (path: string) => (path === '2' ? 'last' : undefined)
    const names = ['m/dense/kernel', 'm/head/kernel', 'm/last/kernel']
    expect([...kerasStateDict(net, { prefix: 'm', name }).keys()]).toEqual(names)
  })

  it('turns layouts', () => {
    expect(shapesOf(new nn.Conv1d(4, 3, { inChannels: 2 }))).toEqual([
      ['conv1d/kernel', [3, 2, 4]],
      ['conv1d/bias', [4]],
    ])
    expect(shapesOf(new nn.ConvTranspose2d(4, 3, { inChannels: 2, useBias: false }))).toEqual([
      ['conv2d_transpose/kernel', [3, 3, 4, 2]],
    ])
    expect(shapesOf(new nn.DepthwiseConv2d(3, { inChannels: 2, multiplier: 3, useBias: false }))).toEqual([
      ['depthwise_conv2d/kernel', [3, 3, 2, 3]],
    ])
    expect(shapesOf(new nn.GroupNorm(1, { channels: 2 }))).toEqual([
      ['group_normalization/gamma', [2]],
      ['group_normalization/beta', [2]],
    ])
    expect(shapesOf(new nn.Rnn(2, { inUnits: 3, layers: 2, useBias: false }))).toEqual([
      ['simple_rnn/simple_rnn_cell/kernel', [3, 2]],
      ['simple_rnn/simple_rnn_cell/recurrent_kernel', [2, 2]],
      ['simple_rnn_1/simple_rnn_cell/kernel', [2, 2]],
      ['simple_rnn_1/simple_rnn_cell/recurrent_kernel', [2, 2]],
    ])
  })

  it('refuses what Keras does not have', () => {
    const norm = new nn.Sequential(new nn.InstanceNorm({ channels: 2, affine: true }))
    expect(() => kerasStateDict(norm)).toThrow(
      '0.weight: expected a parameter of a layer that Keras has, got one of 0 (InstanceNorm)',
    )
    expect(() => kerasStateDict(new nn.Lstm(4, { inUnits: 3, projection: 2 }))).toThrow(
      'Lstm: expected a recurrent layer as Keras has it, got a projection of the state',
    )
    expect(() => kerasStateDict(new nn.MultiheadAttention(4, 2, { addBiasKv: true }))).toThrow(
      'MultiheadAttention: expected an attention as Keras has it, got a key that is learnt and added',
    )
    expect(() => kerasStateDict(new nn.ConvTranspose1d(4, 3, { inChannels: 2, groups: 2 }))).toThrow(
      'ConvTranspose1d: expected a transposed convolution as Keras has it, got 2 groups',
    )
    // PyTorch's law fills both biases, and Keras has one.
    expect(() => kerasStateDict(started(new nn.Lstm(4, { inUnits: 3 })))).toThrow(
      'biasHhL0: expected zeros, as Keras has one bias for both sums, got other values',
    )
    const same = new nn.Sequential({
      a: new nn.Sequential({ x: dense() }),
      b: new nn.Sequential({ x: dense() }),
    })
    expect(() => kerasStateDict(same)).toThrow('b.x: expected a name of its own in Keras, got x')
  })

  it('checks its arguments', () => {
    expect(() => kerasStateDict({} as never)).toThrow(TypeError)
    expect(() => kerasStateDict(dense(), { prefix: 1 } as never)).toThrow(
      'expected prefix to be a text, got 1',
    )
    expect(() => kerasStateDict(dense(), { name: 'x' } as never)).toThrow('expected name to be a function')
    expect(() => kerasStateDict(dense())).toThrow(nn.NotReadyError)
  })
})

describe('loadKerasStateDict', () => {
  it('comes back, shapes and all', () => {
    const build = (isKnown: boolean) =>
      new nn.ModuleList([
        new nn.SeparableConv2d(4, 3, isKnown ? { inChannels: 2, multiplier: 2 } : { multiplier: 2 }),
        new nn.BatchNorm(isKnown ? { channels: 4 } : {}),
        new nn.Gru(3, { inUnits: 4, bidirectional: true }),
        new nn.MultiheadAttention(4, 2, { packed: false }),
        new nn.Embedding(5, 4),
      ])
    const net = started(build(true))
    const other = build(false)
    loadKerasStateDict(other, kerasStateDict(net))
    const back = other.stateDict()
    for (const [path, values] of net.stateDict())
      expect([path, back.get(path)?.equals(values)]).toEqual([path, true])
  })

  it('changes nothing if names or shapes do not fit', () => {
    const net = started(dense())
    const before = net.weight.data.clone()
    const load = (entries: [string, unknown][]) => () => loadKerasStateDict(net, new Map(entries) as never)
    expect(load([['dense/kernal', cpu.ones([2, 2])]])).toThrow(
      'got 1 missing (dense/kernel), 1 unexpected (dense/kernal); nothing was loaded',
    )
    expect(load([['dense/kernel', cpu.ones([3, 2])]])).toThrow(nn.StateDictError)
    expect(load([['dense/kernel', [1, 2, 3, 4]]])).toThrow(TypeError)
    expect(() => loadKerasStateDict(net, {} as never)).toThrow(
      'expected state to be a Map of tensors by name',
    )
    expect(net.weight.data.equals(before)).toBe(true)
  })

  it('refuses a GRU that resets before its product', () => {
    const gru = new nn.Gru(2, { inUnits: 3 })
    const state = new Map([
      ['gru/gru_cell/kernel', cpu.ones([3, 6])],
      ['gru/gru_cell/recurrent_kernel', cpu.ones([2, 6])],
      ['gru/gru_cell/bias', cpu.zeros([6])],
    ])
    expect(() => loadKerasStateDict(gru, state)).toThrow(
      'Gru: expected a bias [2, 6] of a GRU that resets after its product, got [6]; reset_after=False is another function',
    )
  })
})
