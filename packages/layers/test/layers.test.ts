import { cpu } from '@nn/backend-cpu'
import { constant, ones, zeros_ } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, expectTypeOf, it } from 'vitest'
import * as layers from '../src/index.ts'
import { Dense, Flatten, leakyRelu, Relu, relu, Sequential, type UnaryModule } from '../src/index.ts'

const rng = createRng(42)

describe('Dense', () => {
  it('computes x·Wᵀ + b along the last axis, whatever stands before', () => {
    const dense = new Dense(2, {
      weightInit: constant([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      biasInit: constant([10, 20]),
    })
    dense.initialize()
    expect(dense.forward(cpu.tensor([1, 0, -1])).toNested()).toEqual([8, 18])
    expect(dense.forward(cpu.tensor([[1, 0, -1]])).toNested()).toEqual([[8, 18]])
    expect(dense.forward(cpu.ones([2, 1, 3])).toNested()).toEqual([[[16, 35]], [[16, 35]]])
  })

  const { selu, gelu, silu, mish, sigmoid, tanh, softplus, hardtanh } = layers

  it.each([relu, selu, gelu, silu, mish, sigmoid, tanh, softplus, hardtanh])(
    'applies an activation in one pass or behind it: %o',
    (activation) => {
      for (const [batch, inUnits, units] of [
        [2, 4, 3],
        [9, 40, 70],
      ] as const) {
        const options = { inUnits, weightInit: constant(0.02), biasInit: constant(-0.7) }
        const [dense, bare] = [new Dense(units, { ...options, activation }), new Dense(units, options)]
        for (const layer of [dense, bare]) layer.initialize()
        const x = cpu.linspace(-6, 6, batch * inUnits).reshape(batch, inUnits)
        const expected = activation(bare.forward(x))
        expect(dense.forward(x).allClose(expected, { rtol: 1e-6, atol: 1e-7 })).toBe(true)
      }
    },
  )

  it('starts as U[-1/√inUnits, 1/√inUnits) with a bias of 0', () => {
    const [weight, bias] = new Dense(8, { inUnits: 4 }).plan().rows
    expect([weight!.low, weight!.high, weight!.law]).toEqual([-0.5, 0.5, 'U[-0.5, 0.5)'])
    expect(bias!.law).toBe('0')
  })

  it.each([
    [0, 4],
    [8, 0],
    [0, 0],
  ])('works with %d units of %d', (units, inUnits) => {
    const dense = new Dense(units, { inUnits })
    dense.initialize({ rng, backend: cpu })
    expect(dense.forward(cpu.ones([2, inUnits])).equals(cpu.zeros([2, units]))).toBe(true)
    expect(String(dense.plan())).not.toMatch(/NaN|Infinity/)
  })

  it('computes in float64', () => {
    const dense = new Dense(1, { dtype: 'float64' })
    dense.initialize({ rng })
    expect(dense.forward(cpu.ones([1, 3], { dtype: 'float64' })).dtype).toBe('float64')
  })

  it('without bias has none, and says so', () => {
    const dense = new Dense(1, { useBias: false })
    expect([...dense.parameters().keys()]).toEqual(['weight'])
    expect(dense.bias).toBeUndefined()
    expect(() => zeros_(dense.bias as never)).toThrow(
      'zeros_: expected a tensor or a parameter, got undefined; the layer has no bias (useBias: false)',
    )
    dense.initialize({ init: ones() })
    expect(dense.forward(cpu.ones([1, 3])).item()).toBe(3)
  })

  it.each([
    [[2, 5], ShapeError, '0 (Dense): expected an input […, 3], got [2, 5]; build it with { inUnits: 5 }'],
    [[], ShapeError, '0 (Dense): expected an input […, 3], got []; add an axis with x.unsqueeze(0)'],
  ])('refuses an input of shape %j', (shape, kind, message) => {
    const net = new Sequential(new Dense(1, { inUnits: 3 }))
    net.initialize({ rng })
    expect(() => net.forward(cpu.ones(shape))).toThrow(kind)
    expect(() => net.forward(cpu.ones(shape))).toThrow(message)
    expect(net.layers[0].weight.state).toBe('deferred')
  })

  it('refuses an input of another dtype', () => {
    const net = new Sequential(new Dense(1))
    net.initialize({ rng })
    const run = () => net.forward(cpu.ones([1, 3], { dtype: 'int32' }))
    expect(run).toThrow(TypeError)
    expect(run).toThrow("0 (Dense): expected an input of float32, got int32; pass x.cast('float32')")
    expect(net.layers[0].weight.shape).toEqual([1, null])
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    ['Dense: expected units to be an integer >= 0, got -1', RangeError, () => new Dense(-1)],
    ['Dense: expected units to be a number, got "8"', TypeError, () => new Dense('8' as never)],
    [
      'Dense: expected inUnits to be an integer >= 0, got 1.5',
      RangeError,
      () => new Dense(1, { inUnits: 1.5 }),
    ],
    [
      'Dense: expected activation to be a function such as relu, got "relu"',
      TypeError,
      () => new Dense(1, { activation: 'relu' as never }),
    ],
    [
      'Dense: expected options inUnits, activation, useBias, weightInit, biasInit, dtype, got "kernelInit"; did you mean "weightInit"?',
      TypeError,
      () => new Dense(1, { kernelInit: ones() } as never),
    ],
    [
      'init: expected an initializer, got "ones"',
      TypeError,
      () => new Dense(1, { weightInit: 'ones' as never }),
    ],
    ['Flatten: expected startAxis to be an integer >= 0, got -1', RangeError, () => new Flatten(-1)],
    [
      'Sequential: expected layer 1 to be a module or a function, got "relu"',
      TypeError,
      () => new Sequential(new Relu(), 'relu' as never),
    ],
  ])('%s', (message, kind, make) => {
    expect(make).toThrow(kind)
    expect(make).toThrow(message)
  })
})

describe('Sequential', () => {
  it('applies layers and functions one after the other', () => {
    const net = new Sequential(new Flatten(), (x) => x.sub(1), relu)
    expect(
      net
        .forward(
          cpu.tensor([
            [
              [0, 1],
              [2, 3],
            ],
          ]),
        )
        .toNested(),
    ).toEqual([[0, 0, 1, 2]])
    const x = cpu.ones([1])
    expect(new Sequential().forward(x)).toBe(x)
  })

  it('keeps the type of every layer', () => {
    const net = new Sequential(new Dense(8), relu, new Dense(1, { useBias: false }))
    expectTypeOf(net.layers).toEqualTypeOf<readonly [Dense, typeof relu, Dense<false>]>()
    expectTypeOf(net.layers[2].weight).toEqualTypeOf<layers.Parameter>()
    // @ts-expect-error: there are three layers
    expect(net.layers[3]).toBeUndefined()
    // @ts-expect-error: a number is no layer
    expect(() => new Sequential(1)).toThrow(TypeError)
  })

  it('says when an activation is no activation', () => {
    const net = new Sequential(leakyRelu as never)
    expect(() => net.forward(cpu.ones([1]))).toThrow(
      'leakyRelu: expected a number, got a tensor; call it first: leakyRelu()',
    )
    const dense = new Dense(1, { activation: (() => 1) as never })
    dense.initialize({ rng })
    expect(() => dense.forward(cpu.ones([1, 1]))).toThrow(
      'Dense: expected activation to return a tensor, got number',
    )
  })
})

describe('Flatten', () => {
  it('makes one axis of all from startAxis on', () => {
    expect(new Flatten().forward(cpu.ones([2, 3, 4])).shape).toEqual([2, 12])
    expect(new Flatten(0).forward(cpu.ones([2, 3])).shape).toEqual([6])
    expect(new Flatten(1).forward(cpu.ones([2, 0, 3])).shape).toEqual([2, 0])
  })

  it('needs the axis', () => {
    const run = () => new Flatten().forward(cpu.ones([2]))
    expect(run).toThrow(ShapeError)
    expect(run).toThrow('Flatten: expected an input of more than 1 axes, got [2]')
  })
})

describe('activations are functions and layers', () => {
  const x = cpu.tensor([[-2, -0.5, 0, 0.5, 2]])
  const pairs: [string, (x: Tensor) => Tensor, UnaryModule, Tensor][] = [
    ['relu', layers.relu, new layers.Relu(), x.relu()],
    ['leakyRelu', layers.leakyRelu(0.2), new layers.LeakyRelu(0.2), x.leakyRelu(0.2)],
    ['leakyRelu of 0.01', layers.leakyRelu(), new layers.LeakyRelu(), x.leakyRelu(0.01)],
    ['elu', layers.elu(2), new layers.Elu(2), x.elu(2)],
    ['selu', layers.selu, new layers.Selu(), x.selu()],
    ['gelu', layers.gelu, new layers.Gelu(), x.gelu()],
    ['silu', layers.silu, new layers.Silu(), x.silu()],
    ['mish', layers.mish, new layers.Mish(), x.mish()],
    ['sigmoid', layers.sigmoid, new layers.Sigmoid(), x.sigmoid()],
    ['tanh', layers.tanh, new layers.Tanh(), x.tanh()],
    ['softplus', layers.softplus, new layers.Softplus(), x.softplus()],
    ['hardtanh', layers.hardtanh, new layers.Hardtanh(), x.hardtanh()],
    ['softmax', layers.softmax(), new layers.Softmax(), x.softmax(-1)],
    ['logSoftmax', layers.logSoftmax(0), new layers.LogSoftmax(0), x.logSoftmax(0)],
  ]
  it.each(pairs)('%s', (_, fn, layer, expected) => {
    expect(fn(x).equals(expected)).toBe(true)
    expect(layer.forward(x).equals(expected)).toBe(true)
  })

  it('Gelu takes the approximation', () => {
    const approximate = 'tanh'
    expect(new layers.Gelu({ approximate }).forward(x).equals(x.gelu({ approximate }))).toBe(true)
  })
})
