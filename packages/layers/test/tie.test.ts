import { cpu } from '@nn/backend-cpu'
import { constant, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  Conv2d,
  Dense,
  Embedding,
  Lstm,
  Module,
  MultiheadAttention,
  Parameter,
  Rnn,
  Sequential,
  type Parameter as Tied,
} from '../src/index.ts'

class Model extends Module {
  readonly wte = new Embedding(5, 3)
  readonly head: Dense<false>

  constructor(head = new Dense(5, { useBias: false })) {
    super()
    this.head = head
    this.head.weight = this.wte.weight
  }

  override forward(x: Tensor): Tensor {
    return this.head.forward(this.wte.forward(x))
  }
}

const indices = cpu.tensor([0, 4], { dtype: 'int32' })

describe('a weight that is assigned', () => {
  it('is one with the other, in values, paths, clones and state dicts', () => {
    const net = new Model()
    net.initialize({ rng: createRng(1) })
    expect(net.forward(indices).shape).toEqual([2, 5])
    expect(net.head.weight).toBe(net.wte.weight)
    expect([...net.parameters().keys()]).toEqual(['wte.weight'])
    expect([...net.stateDict().keys()]).toEqual(['wte.weight', 'head.weight'])
    expect(net.head.weight.path).toBe('wte.weight')
    const copy = net.clone()
    expect(copy.head.weight).toBe(copy.wte.weight)
    expect(copy.head.weight).not.toBe(net.head.weight)
    copy.wte.weight.data.fill_(0)
    expect(copy.forward(indices).eq(0).all().item()).toBe(true)
    expect(net.forward(indices).eq(0).all().item()).toBe(false)
    expect(Object.keys(new Dense(1))).toContain('weight')
  })

  it('takes over what it knows of the shape', () => {
    const [net, table] = [new Dense(5), new Dense(5, { inUnits: 3 })]
    net.weight = table.weight
    expect(net.weight.shape).toEqual([5, 3])
    const [known, open] = [new Dense(5, { inUnits: 3 }), new Dense(5)]
    known.weight = open.weight
    expect(open.weight.shape).toEqual([5, 3])
  })

  it('has its first place in the whole, whatever the order', () => {
    const net = new Sequential({ a: new Dense(2, { inUnits: 2 }), b: new Dense(2, { inUnits: 2 }) })
    const old = net.layers.a.weight
    expect(net.layers.b.weight.path).toBe('b.weight')
    net.layers.a.weight = net.layers.b.weight
    expect([net.layers.b.weight.path, old.path]).toEqual(['a.weight', 'parameter'])
    net.initialize({ rng: createRng(1), backend: cpu })
    const alone = new Sequential({ a: new Dense(2, { inUnits: 2 }) })
    alone.initialize({ rng: createRng(1), backend: cpu })
    expect(net.layers.b.weight.data.equals(alone.layers.a.weight.data)).toBe(true)
  })

  it('of a clone is that of the clone alone', () => {
    const layer = new Dense(2, { inUnits: 2 })
    const copy = layer.clone()
    copy.weight = new Dense(2, { inUnits: 2, weightInit: constant(7) }).weight
    expect(layer.weight.option).toBeUndefined()
    expect(layer.clone().weight.option).toBeUndefined()
  })

  it('may be any parameter that fits, in any layer', () => {
    const [conv, attention] = [new Conv2d(2, 3, { inChannels: 1 }), new MultiheadAttention(4, 2)]
    conv.weight = new Conv2d(2, 3).weight
    expect(conv.weight.shape).toEqual([2, 1, 3, 3])
    attention.outProj.weight = new Dense(4, { inUnits: 4 }).weight
    attention.inProjWeight = new Dense(12, { inUnits: 4 }).weight
    const own = new Parameter({ shape: [2, 2], role: 'weight', init: zeros() })
    const dense = new Dense(2, { inUnits: 2 })
    dense.weight = own
    dense.initialize({ backend: cpu })
    expect(dense.forward(cpu.ones([1, 2])).toNested()).toEqual([[0, 0]])
  })

  it.each<[string, new (...args: never[]) => Error, (net: Model) => void]>([
    [
      'head.weight: expected a parameter of shape [5, 3], got [4, 3]',
      ShapeError,
      ({ head }) => {
        head.weight = new Embedding(4, 3).weight
      },
    ],
    [
      'head.weight: expected a parameter of shape [5, 3], got [3]',
      ShapeError,
      ({ head }) => {
        head.weight = new Dense(3).bias
      },
    ],
    [
      'head.weight: expected a parameter of float32, got float64',
      TypeError,
      ({ head }) => {
        head.weight = new Embedding(5, 3, { dtype: 'float64' }).weight
      },
    ],
    [
      'head.weight: expected a parameter to be tied to, got an instance of Tensor; to change values, call data.copy_(values) or loadStateDict',
      TypeError,
      ({ head }) => {
        head.weight = cpu.ones([5, 3]) as never
      },
    ],
    [
      'head.weight: expected values to be written into data, got an assignment to data',
      TypeError,
      ({ head }) => {
        head.weight.data = cpu.ones([5, 3]) as never
      },
    ],
  ])('is refused: %s', (text, type, run) => {
    const net = new Model()
    net.parameters()
    const { weight } = net.wte
    const attempt = () => run(net)
    if (text.includes('data, got')) expect(attempt).toThrow('expected values to be written into data')
    else expect(attempt).toThrow(text)
    expect(attempt).toThrow(type)
    expect(net.head.weight).toBe(weight)
  })
})

describe('the parameters of recurrent layers', () => {
  it('are there by their paths, typed', () => {
    const lstm = new Lstm(2, { layers: 2, bidirectional: true, projection: 1 })
    expectTypeOf(lstm.weightIhL0).toEqualTypeOf<Tied>()
    expectTypeOf(lstm.biasHhL0).toEqualTypeOf<Tied>()
    expectTypeOf(new Lstm(2, { useBias: false }).biasHhL0).toEqualTypeOf<undefined>()
    expectTypeOf(lstm.weightHrL1Reverse).toEqualTypeOf<Tied | undefined>()
    // @ts-expect-error: there is no such parameter
    expect(lstm.weightXyL0).toBeUndefined()
    for (const [path, parameter] of lstm.parameters()) expect(Reflect.get(lstm, path)).toBe(parameter)
    expect(lstm.parameters().size).toBe(4 * 5)
    expect(new Rnn(2).weightIhL1).toBeUndefined()
    expect(lstm.clone().weightHhL1Reverse).not.toBe(lstm.weightHhL1Reverse)
  })

  it('can be tied', () => {
    const [one, two] = [new Rnn(2, { inUnits: 2 }), new Rnn(2)]
    two.weightIhL0 = one.weightIhL0
    expect(two.cells[0]?.weightIh).toBe(one.weightIhL0)
    const copy = two.clone()
    expect(copy.weightIhL0).toBe(copy.cells[0]?.weightIh)
    expect(() => {
      two.weightHhL0 = two.biasHhL0
    }).toThrow('weightHhL0: expected a parameter of shape [2, 2], got [2]')
  })
})
