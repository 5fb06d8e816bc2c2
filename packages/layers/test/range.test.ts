import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { createRng } from '@nn/random'
import type { DType, Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { BatchNorm, Dense, Module, Parameter, StateBuffer } from '../src/index.ts'

const rows = (value: number) => Array.from({ length: 4 }, () => [value, 1, 2, 3])
const doubles = (value: number) => cpu.tensor(rows(value), { dtype: 'float64' })

/** What float32 cannot hold: infinite there, or all of it 0. */
const OUTSIDE: readonly (readonly [string, init.InitLike])[] = [
  ['a constant', init.constant(1e39)],
  ['a negative constant', init.constant(-3.5e38)],
  ['a nested constant', init.constant(rows(1e39))],
  ['a tensor', init.constant(doubles(-1e39))],
  ['a checkpoint', init.fromCheckpoint({ weight: rows(1e39), bias: [0, 0, 0, 0] })],
  ['a checkpoint of tensors', init.fromCheckpoint({ weight: doubles(1e39), bias: [0, 0, 0, 0] })],
  ['a fallback', init.fromCheckpoint({}, { fallback: init.constant(1e39) })],
  ['a wide normal', init.normal({ std: 1e39 })],
  ['a normal that reaches beyond', init.normal({ std: 3e38 })],
  ['a far normal', init.normal({ mean: 1e39 })],
  ['a wide uniform', init.uniform({ low: -1e39, high: 1e39 })],
  ['a wide truncated normal', init.truncatedNormal({ std: 1e39 })],
  ['a gain', init.xavierUniform({ gain: 1e300 })],
  [
    'a gain of a normal',
    init.kaimingNormal({ nonlinearity: 'leakyRelu', slope: 0 }) && init.xavierNormal({ gain: 1e200 }),
  ],
  ['orthogonal', init.orthogonal({ gain: 1e300 })],
  ['hadamard', init.hadamard({ gain: 1e300 })],
  ['eye', init.eye({ gain: 1e39 })],
  ['sparse', init.sparse({ sparsity: 0.5, std: 1e39 })],
  ['scaled', init.scaled(init.normal(), 1e300)],
  ['masked', init.masked(init.normal({ std: 1e38 }))],
  ['a small constant', init.constant(1e-50)],
  ['a narrow normal', init.normal({ std: 1e-50 })],
  ['a normal without spread', init.normal({ mean: 1, std: 1e-50 })],
  ['a narrow uniform', init.uniform({ low: 0, high: 1e-50 })],
  ['a narrow truncated normal', init.truncatedNormal({ std: 1e-50 })],
  ['a small gain', init.xavierNormal({ gain: 1e-50 })],
  ['a small orthogonal', init.orthogonal({ gain: 1e-50 })],
]

const build = (dtype: DType = 'float32') => new Dense(4, { inUnits: 4, dtype })

describe('what a dtype cannot hold', () => {
  it.each(OUTSIDE)('%s is refused by initialize, by the path, and nothing changes', (_, law) => {
    for (const values of [undefined, init.ones()]) {
      const net = build()
      if (values !== undefined) net.initialize({ init: values, backend: cpu })
      const before = net.weight.state
      const call = () => net.initialize({ init: law, rng: createRng(42), backend: cpu, forceReinit: true })
      expect(call).toThrow(/^weight: expected values in the range of float32, got /)
      expect(call).toThrow(RangeError)
      expect(net.weight.state).toBe(before)
      if (values !== undefined) expect(net.weight.data.eq(1).all().item()).toBe(true)
    }
  })

  it.each(OUTSIDE)('%s is fine as float64, or refused there, too', (_, law) => {
    const net = build('float64')
    try {
      net.initialize({ init: law, rng: createRng(42), backend: cpu })
    } catch (error) {
      expect(String(error)).toMatch(/^RangeError: weight: expected values in the range of float64/)
      return
    }
    const { data } = net.weight
    expect(data.abs().lt(Number.POSITIVE_INFINITY).all().item()).toBe(true)
    expect(data.ne(0).any().item()).toBe(true)
  })

  it('may be infinite or NaN by intent', () => {
    const net = build()
    for (const value of [Infinity, -Infinity]) {
      net.initialize({ init: init.constant(value), backend: cpu, forceReinit: true })
      expect(net.weight.data.at(0, 0).item()).toBe(value)
    }
    net.initialize({ init: init.constant(rows(Infinity)), backend: cpu, forceReinit: true })
    net.initialize({ init: init.constant(doubles(-Infinity)), backend: cpu, forceReinit: true })
    expect(net.weight.data.at(0, 0).item()).toBe(-Infinity)
    net.initialize({ init: init.nan(), backend: cpu, forceReinit: true })
    net.initialize({
      init: ({ shape, backend }) => backend.full(shape, -Infinity),
      backend: cpu,
      forceReinit: true,
    })
  })

  it('is said when initialize is called, not at the first read', () => {
    const close = init.uniform({ low: 1, high: 1 + 1e-12 })
    const call = () => build().initialize({ init: close, rng: createRng(42), backend: cpu })
    expect(call).toThrow('weight: expected values in the range of float32, got U[1, 1)')
  })

  it('of the first input is said by the call that brings it', () => {
    const net = new Dense(4)
    net.initialize({ init: init.constant(1e39) })
    expect(() => net.forward(cpu.ones([1, 2]))).toThrow(
      'weight: expected values in the range of float32, got 1e+39',
    )
  })

  it('is refused by a state dict, which then changes nothing', () => {
    const net = build()
    net.initialize({ init: init.ones(), backend: cpu })
    const load = () => net.loadStateDict({ weight: doubles(1e39), bias: cpu.ones([4]) })
    expect(load).toThrow("weight: expected values in the range of float32, got 1e+39; take dtype 'float64'")
    expect(net.bias.data.toNested()).toEqual([0, 0, 0, 0])
    net.loadStateDict({ weight: doubles(Infinity), bias: cpu.ones([4]) })
    const norm = new BatchNorm({ channels: 1 })
    const one = cpu.ones([1])
    const stats = {
      runningMean: cpu.tensor([1e39], { dtype: 'float64' }),
      runningVar: one,
      numBatchesTracked: cpu.tensor(0, { dtype: 'int32' }),
    }
    expect(() => norm.loadStateDict({ weight: one, bias: one, ...stats })).toThrow(
      'runningMean: expected values in the range',
    )
  })

  it.each<[DType, init.InitLike, string]>([
    ['int32', init.constant(3e9), 'RangeError: it: expected integers of 32 bits for int32, got 3000000000'],
    ['int32', init.constant(0.5), 'TypeError: it: expected integers of 32 bits for int32, got 0.5'],
    ['int32', init.constant([0.5]), 'TypeError: it: expected integers of 32 bits for int32, got 0.5'],
    [
      'int32',
      init.constant([Infinity]),
      'TypeError: it: expected integers of 32 bits for int32, got Infinity',
    ],
    [
      'int32',
      init.constant(cpu.tensor([0.5])),
      "TypeError: it: expected values of int32, got float32; round and cast it first, as in values.cast('int32')",
    ],
    [
      'int32',
      init.fromCheckpoint({ it: cpu.tensor([0.5]) }),
      'TypeError: it: expected values of int32, got float32',
    ],
    ['bool', init.constant(2), 'TypeError: it: expected true or false for bool, got 2'],
    ['bool', init.constant([2]), 'TypeError: it: expected true or false for bool, got 2'],
  ])('%s: of another kind is refused by the path', (dtype, law, error) => {
    class One extends Module {
      readonly it = new StateBuffer({ shape: [1], dtype, init: law })
      forward(x: Tensor): Tensor {
        return x
      }
    }
    let got: unknown
    try {
      new One().initialize({ backend: cpu })
    } catch (thrown) {
      got = thrown
    }
    expect(String(got)).toContain(error)
  })
})

describe('functions that answer later', () => {
  const rejecting = async () => {
    throw new Error('nobody waits for this')
  }
  it.each<[string, () => unknown]>([
    ['init', () => build().initialize({ init: rejecting as never, backend: cpu })],
    ['a rule', () => build().initialize({ rules: [['weight', rejecting as never]], backend: cpu })],
    ['a class', () => build().initialize({ init: { initialize: rejecting } as never, backend: cpu })],
    [
      'an option',
      () => new Dense(1, { inUnits: 1, weightInit: rejecting as never }).initialize({ backend: cpu }),
    ],
    [
      'mapped',
      () => build().initialize({ init: init.mapped(init.ones(), rejecting as never), backend: cpu }),
    ],
    ['byBlock', () => init.scaled(rejecting as never, 2)(init.createRequest({ shape: [1], backend: cpu }))],
    ['fill_', () => init.fill_(cpu.ones([2]), rejecting as never)],
    ['a buffer', () => new Late().initialize({ backend: cpu })],
    ['a recipe', () => build().plan({ recipe: { config: { name: 'late' }, assign: rejecting as never } })],
    ['apply', () => build().apply(rejecting as never)],
    ['gain', () => init.gain(rejecting as never)],
  ])('are refused: %s', async (_, call) => {
    expect(call).toThrow(/expected .*, got a promise; await what it needs before/)
    expect(call).toThrow(TypeError)
    await Promise.resolve()
  })

  class Late extends Module {
    readonly it = new StateBuffer({ shape: [1], init: rejecting as never })
    forward(): void {}
  }

  it('are refused at the first input where the shape comes with it', () => {
    const net = new Dense(1)
    net.initialize({ init: rejecting as never })
    expect(() => net.forward(cpu.ones([1, 2]))).toThrow(
      'weight: expected rejecting to return a tensor, got a promise',
    )
  })
})

describe('shapes that no typed array holds', () => {
  const huge = { shape: [2 ** 20, 2 ** 20], role: 'weight', init: init.zeros() } as const
  const ERROR =
    'it: expected at most 2^32 elements, as typed arrays hold, got 1099511627776 of shape [1048576, 1048576]; make it in slices: init.fillSlice(request, start, end)'
  class Huge extends Module {
    readonly it = new Parameter(huge)
    forward(): void {}
  }

  it.each([{ backend: cpu }, {}, { init: init.normal(), rng: createRng(42), backend: cpu }])(
    'are refused by initialize: %#',
    (options) => {
      const net = new Huge()
      expect(() => net.initialize(options)).toThrow(ERROR)
      expect(net.it.state).toBe('declared')
    },
  )

  it('are planned', () => {
    expect(new Huge().plan().rows[0]?.shape).toEqual(huge.shape)
  })
})
