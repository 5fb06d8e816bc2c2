import { cpu } from '@nn/backend-cpu'
import { constant, normal, ones, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Dense, Module, NotReadyError, Parameter, Relu, Sequential, StateBuffer } from '../src/index.ts'

/** Counts its calls while it trains, and keeps the last input. */
class Meter extends Module {
  readonly gain = new Parameter({ shape: [null], role: 'gain', init: ones() })
  readonly calls = new StateBuffer({ shape: [], dtype: 'int32', init: zeros() })
  readonly last = new StateBuffer({ shape: [null], init: constant(7), persistent: false })

  override forward(x: Tensor): Tensor {
    const shape = [x.shape.at(-1)!]
    this.materialize(x.backend, [
      [this.gain, shape],
      [this.calls, []],
      [this.last, shape],
    ])
    if (this.training) this.calls.data.add_(1)
    return x.mul(this.gain.data)
  }
}

const built = () => {
  const net = new Sequential(new Meter(), new Dense(1))
  net.initialize({ rng: createRng(42) })
  net.forward(cpu.ones([1, 2]))
  return net
}

describe('train and eval', () => {
  it('reach every module below, and what is shared once', () => {
    const shared = new Relu()
    const net = new Sequential(new Sequential(shared), shared)
    expect([...net.modules().values()].every(({ training }) => training)).toBe(true)
    expect(net.eval()).toBe(net)
    expect([...net.modules().values()].some(({ training }) => training)).toBe(false)
    net.layers[0].train()
    expect([net.training, net.layers[0].training, shared.training]).toEqual([false, true, true])
    expect(net.train(false).layers[0].training).toBe(false)
  })

  it('are seen by forward', () => {
    const net = built()
    net.eval().forward(cpu.ones([1, 2]))
    expect(net.layers[0].calls.data.item()).toBe(1)
  })

  it('take true or false', () => {
    expect(() => new Relu().train(1 as never)).toThrow(TypeError)
    expect(() => new Relu().train(1 as never)).toThrow('Relu: expected mode to be true or false, got 1')
  })
})

describe('a buffer', () => {
  it('is no parameter', () => {
    const net = built()
    expect([...net.parameters().keys()]).toEqual(['0.gain', '1.weight', '1.bias'])
    expect([...net.buffers().keys()]).toEqual(['0.calls', '0.last'])
    expect(net.layers[0].calls.path).toBe('0.calls')
    expect(net.plan({ init: normal() }).rows.find(({ path }) => path === '0.calls')?.role).toBe('buffer')
  })

  it('has values with shape and backend, and not before', () => {
    const net = new Sequential(new Meter())
    const { calls, last } = net.layers[0]
    expect([calls.isReady, last.isReady]).toEqual([false, false])
    expect(() => last.data).toThrow(NotReadyError)
    expect(() => last.data).toThrow(
      '0.last: expected values, got a buffer [?] without them; call forward once, or pass { backend: cpu } to initialize',
    )
    net.initialize({ rng: createRng(42), backend: cpu })
    expect([calls.isReady, last.isReady]).toEqual([true, false])
    net.forward(cpu.ones([1, 3]))
    expect([last.shape, last.data.toNested()]).toEqual([[3], [7, 7, 7]])
  })

  it('keeps its values when parameters get theirs, and starts again with forceReinit, in place', () => {
    const net = built()
    const { data } = net.layers[0].calls
    net.initialize({ rng: createRng(1), backend: cpu })
    expect(data.item()).toBe(1)
    net.initialize({ rng: createRng(1), forceReinit: true })
    expect(net.layers[0].calls.data).toBe(data)
    expect(data.item()).toBe(0)
  })

  it('keeps its values when initialize fails', () => {
    const net = built()
    expect(() => net.initialize({ init: normal(), forceReinit: true })).toThrow('expected rng')
    expect(net.layers[0].calls.data.item()).toBe(1)
  })

  it('is not random, and has lengths', () => {
    const declare = (spec: object) => () => new StateBuffer({ shape: [1], init: zeros(), ...spec })
    expect(declare({ init: normal() })).toThrow(TypeError)
    expect(declare({ init: normal() })).toThrow(
      'StateBuffer: expected rng for a random initializer, got none',
    )
    expect(declare({ shape: [-1] })).toThrow(ShapeError)
    expect(declare({ shape: [-1] })).toThrow(
      'StateBuffer: expected lengths to be integers >= 0 or null, got [-1]',
    )
    expect(declare({ kind: 1 })).toThrow(
      'StateBuffer: expected options shape, dtype, init, persistent, got "kind"',
    )
  })

  it('outside any module is named so', () => {
    expect(new StateBuffer({ shape: [], init: zeros() }).path).toBe('buffer')
  })
})

describe('what is frozen', () => {
  it('keeps its values under forceReinit', () => {
    const net = built()
    const before = net.layers[1].weight.data.clone()
    net.layers[1].freeze()
    const { rows } = net.initialize({ rng: createRng(7), forceReinit: true })
    const status = Object.fromEntries(rows.map((row) => [row.path, row.status]))
    expect(status).toMatchObject({ '0.gain': 'initialized', '1.weight': 'kept', '1.bias': 'kept' })
    expect(net.layers[1].weight.data.equals(before)).toBe(true)
    net.unfreeze().initialize({ rng: createRng(7), forceReinit: true })
    expect(net.layers[1].weight.data.equals(before)).toBe(false)
  })

  it('gets its first values all the same', () => {
    const net = new Sequential(new Dense(1, { inUnits: 1 })).freeze()
    net.initialize({ rng: createRng(7), backend: cpu })
    expect([net.layers[0].weight.isReady, net.layers[0].weight.isFrozen]).toEqual([true, true])
  })

  it('refuses a call on itself', () => {
    const { weight } = built().freeze().layers[1]
    const call = () => weight.initialize({ init: ones(), forceReinit: true })
    expect(call).toThrow(RangeError)
    expect(call).toThrow('1.weight: expected a parameter to change, got a frozen one; call unfreeze() first')
  })
})
