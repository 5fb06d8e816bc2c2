import { cpu } from '@nn/backend-cpu'
import { constant, ones, zeros_ } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import * as layers from '../src/index.ts'
import { Dense, Flatten, Relu, relu, Sequential } from '../src/index.ts'

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
    dense.initialize({ rng: createRng(42), backend: cpu })
    expect(dense.forward(cpu.ones([2, inUnits])).equals(cpu.zeros([2, units]))).toBe(true)
    expect(String(dense.plan())).not.toMatch(/NaN|Infinity/)
  })

  it('computes in float64', () => {
    const dense = new Dense(1, { dtype: 'float64' })
    dense.initialize({ rng: createRng(42) })
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
    net.initialize({ rng: createRng(42) })
    expect(() => net.forward(cpu.ones(shape))).toThrow(kind)
    expect(() => net.forward(cpu.ones(shape))).toThrow(message)
    expect(net.layers[0].weight.state).toBe('deferred')
  })

  it('refuses an input of another dtype', () => {
    const net = new Sequential(new Dense(1))
    net.initialize({ rng: createRng(42) })
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
      'Dense: expected activation to be a function, got "relu"; pass the function',
      TypeError,
      () => new Dense(1, { activation: 'relu' as never }),
    ],
    [
      'Dense: expected options inUnits, activation, useBias, use, heads, weightInit, biasInit, dtype, got "kernelInit"; did you mean "weightInit"?',
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
