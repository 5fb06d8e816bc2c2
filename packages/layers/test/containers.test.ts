import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  Bilinear,
  Dense,
  Gru,
  Module,
  ModuleDict,
  ModuleList,
  Parallel,
  Relu,
  Reshape,
  Residual,
  relu,
  Sequential,
} from '../src/index.ts'

const one = { weightInit: constant(1) }

describe('Residual', () => {
  it('adds its input, or its shortcut', () => {
    const net = new Residual(new Dense(2, one), new Dense(2, { weightInit: constant(10) }))
    net.initialize()
    expect(net.forward(cpu.ones([1, 3])).toNested()).toEqual([[33, 33]])
    expect([...net.parameters().keys()]).toEqual([
      'inner.weight',
      'inner.bias',
      'shortcut.weight',
      'shortcut.bias',
    ])
    expectTypeOf(net.inner).toEqualTypeOf<Dense>()
  })

  it('refuses parts that do not fit', () => {
    const net = new Residual(new Dense(2, one))
    net.initialize()
    expect(() => net.forward(cpu.ones([1, 3]))).toThrow(ShapeError)
    expect(() => net.forward(cpu.ones([1, 3]))).toThrow(
      'Residual: expected inner and shortcut of one shape, got [1, 2] and [1, 3]; give it a shortcut that maps to the shape of inner',
    )
    expect(() => new Residual('relu' as never)).toThrow(
      'Residual: expected inner to be a module or a function, got "relu"',
    )
  })
})

describe('Parallel', () => {
  it('joins results along an axis, or sums them', () => {
    const x = cpu.tensor([[-1, 2]])
    const layers = [relu, new Relu(), (y: Tensor) => y] as const
    expect(new Parallel(layers).forward(x).toNested()).toEqual([[0, 2, 0, 2, -1, 2]])
    expect(new Parallel(layers, { axis: 0 }).forward(x).shape).toEqual([3, 2])
    expect(new Parallel(layers, { merge: 'sum' }).forward(x).toNested()).toEqual([[-1, 6]])
  })

  it('names its layers by their indices and keeps their types', () => {
    const net = new Parallel([relu, new Dense(1)])
    expect([...net.parameters().keys()]).toEqual(['1.weight', '1.bias'])
    expectTypeOf(net.layers[1]).toEqualTypeOf<Dense>()
  })

  it.each<[string, () => unknown]>([
    ['Parallel: expected at least one layer, got none', () => new Parallel([])],
    ['Parallel: expected layer 0 to be a module or a function, got 1', () => new Parallel([1 as never])],
    [
      'Parallel: expected merge to be one of concat, sum, got "mean"; did you mean "sum"?',
      () => new Parallel([relu], { merge: 'mean' as never }),
    ],
  ])('refuses: %s', (message, run) => {
    expect(run).toThrow(message)
  })
})

describe('ModuleList and ModuleDict', () => {
  class Tower extends Module {
    readonly blocks = new ModuleList([new Dense(2, one), new Dense(1, one)])
    readonly heads = new ModuleDict({ left: new Dense(1, one), right: new Dense(1, one) })

    override forward(x: Tensor): Tensor {
      let y = x
      for (const block of this.blocks) y = block.forward(y)
      return this.heads.items.left.forward(y)
    }
  }

  it('give their modules paths and take part in everything', () => {
    const net = new Tower()
    expect([...net.parameters().keys()]).toEqual([
      'blocks.0.weight',
      'blocks.0.bias',
      'blocks.1.weight',
      'blocks.1.bias',
      'heads.left.weight',
      'heads.left.bias',
      'heads.right.weight',
      'heads.right.bias',
    ])
    net.initialize({ rng: createRng(42) })
    expect(net.forward(cpu.ones([1, 3])).item()).toBe(6)
    expect(net.blocks.length).toBe(2)
    expect(net.clone().blocks.items[1].weight.data.shape).toEqual([1, 2])
    expectTypeOf(net.heads.items.right).toEqualTypeOf<Dense>()
  })

  it.each<[string, () => unknown]>([
    [
      'ModuleList: expected item 1 to be a module, got "relu"',
      () => new ModuleList([new Relu(), 'relu' as never]),
    ],
    [
      'ModuleList: expected a call of one of its modules, got forward of the list',
      () => new ModuleList([new Relu()]).forward(),
    ],
    ['ModuleDict: expected names without dots, got "a.b"', () => new ModuleDict({ 'a.b': new Relu() })],
    ['ModuleDict: expected a to be a module, got 1', () => new ModuleDict({ a: 1 as never })],
    [
      'ModuleDict: expected a call of one of its modules, got forward of them all',
      () => new ModuleDict({ a: new Relu() }).forward(),
    ],
  ])('refuse: %s', (message, run) => {
    expect(run).toThrow(message)
  })
})

describe('Reshape', () => {
  it('keeps the first axis', () => {
    expect(new Reshape(3, 2).forward(cpu.zeros([5, 6])).shape).toEqual([5, 3, 2])
    expect(new Reshape(-1).forward(cpu.zeros([5, 3, 2])).shape).toEqual([5, 6])
    expect(new Reshape().forward(cpu.zeros([5, 1])).shape).toEqual([5])
    expect(new Reshape(0, 4).forward(cpu.zeros([5, 0])).shape).toEqual([5, 0, 4])
  })

  it.each<[string, () => unknown]>([
    ['Reshape: expected integers >= 0 and at most one -1, got [-1, -1]', () => new Reshape(-1, -1)],
    ['Reshape: expected integers >= 0 and at most one -1, got [1.5]', () => new Reshape(1.5)],
    [
      'Reshape: expected an input of a multiple of 4 elements each, got [2, 6]',
      () => new Reshape(4, -1).forward(cpu.zeros([2, 6])),
    ],
    [
      'Reshape: expected an input [n, …], got []; add an axis with x.unsqueeze(0)',
      () => new Reshape(1).forward(cpu.tensor(1)),
    ],
  ])('refuses: %s', (message, run) => {
    expect(run).toThrow(ShapeError)
    expect(run).toThrow(message)
  })
})

describe('a sequence', () => {
  it('takes layers from one tensor to one, by their types', () => {
    // @ts-expect-error: it gives its states, too
    const pairs = () => new Sequential(new Gru(2))
    // @ts-expect-error: it takes two inputs
    const products = () => new Sequential(new Bilinear(2))
    expect([pairs(), products()]).toHaveLength(2)
  })

  it('refuses results that are no tensors', () => {
    class Pair extends Module {
      override forward(x: Tensor): Tensor {
        return [x, x] as never
      }
    }
    expect(() => new Sequential(new Pair()).forward(cpu.ones([1]))).toThrow(
      'Sequential: expected Pair to return a tensor, got object',
    )
  })
})
