import { cpu } from '@nn/backend-cpu'
import { constant, ones } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Dense, Module, Parameter, Relu, Sequential } from '../src/index.ts'

class Block extends Module {
  readonly note = 'no module'
  readonly nothing = undefined
  readonly gain = new Parameter({ shape: [2], role: 'gain', init: ones() })
  readonly inner = new Dense(2)
  readonly extra = [new Relu(), new Dense(1, { useBias: false })]

  override forward(x: Tensor): Tensor {
    this.materialize(x.backend)
    return this.extra[1]!.forward(this.inner.forward(x).mul(this.gain.data))
  }
}

describe('the registry', () => {
  it('is the fields, arrays by index', () => {
    const block = new Block()
    expect([...block.children().keys()]).toEqual(['inner', 'extra.0', 'extra.1'])
    expect([...block.modules().keys()]).toEqual(['inner', 'extra.0', 'extra.1', ''])
    expect([...block.parameters().keys()]).toEqual(['gain', 'inner.weight', 'inner.bias', 'extra.1.weight'])
    expect(block.parameters().get('inner.bias')).toBe(block.inner.bias)
  })

  it('names the children of a Sequential by index', () => {
    const net = new Sequential(new Dense(1), new Relu(), new Sequential(new Dense(1)))
    expect([...net.children().keys()]).toEqual(['0', '1', '2'])
    expect([...net.parameters().keys()]).toEqual(['0.weight', '0.bias', '2.0.weight', '2.0.bias'])
    expect(net.layers[2].layers[0].weight.path).toBe('2.0.weight')
    expect([net.path, net.layers[2].layers[0].path]).toEqual(['', '2.0'])
  })

  it('gives paths below the module that is asked', () => {
    const net = new Sequential(new Sequential(new Dense(1)))
    expect([...net.layers[0].parameters().keys()]).toEqual(['0.weight', '0.bias'])
    expect(net.layers[0].layers[0].weight.path).toBe('0.0.weight')
  })

  it('counts what is shared once, where it is first', () => {
    const shared = new Dense(2)
    const net = new Sequential(shared, shared, new Dense(2))
    expect([...net.parameters().keys()]).toEqual(['0.weight', '0.bias', '2.weight', '2.bias'])
    expect([...net.modules().keys()]).toEqual(['0', '2', ''])
  })

  it('counts a shared parameter once', () => {
    class Tied extends Module {
      readonly a = new Dense(2, { inUnits: 2 })
      readonly b = this.a.weight
      override forward(x: Tensor): Tensor {
        return x
      }
    }
    expect([...new Tied().parameters().keys()]).toEqual(['a.weight', 'a.bias'])
  })

  it('refuses a module that contains itself', () => {
    class Child extends Module {
      parent: Module | undefined
      override forward(x: Tensor): Tensor {
        return x
      }
    }
    const child = new Child()
    const net = new Sequential(child)
    child.parent = net
    expect(() => net.parameters()).toThrow(RangeError)
    expect(() => net.parameters()).toThrow(
      '0.parent: expected a tree, got a module that contains itself; keep references upwards in #private fields',
    )
    expect(() => child.initialize()).toThrow('parent: expected a tree')
  })
})

describe('apply', () => {
  it('visits children first, every module once, and returns the module', () => {
    const shared = new Dense(1)
    const net = new Sequential(new Sequential(shared), shared)
    const seen: Module[] = []
    expect(net.apply((module) => seen.push(module))).toBe(net)
    expect(seen).toEqual([shared, net.layers[0], net])
  })
})

describe('a module of one’s own', () => {
  it('materialises its parameters of known shape with the first input', () => {
    const block = new Block()
    block.initialize({ rng: createRng(42) })
    expect(block.gain.state).toBe('deferred')
    expect(block.forward(cpu.ones([3, 4])).shape).toEqual([3, 1])
    expect(block.gain.data.toNested()).toEqual([1, 1])
  })

  it('has the absolute paths of its parts once a method of the whole has walked it', () => {
    const [whole, part] = [new Block(), new Block()]
    const options = () => ({ rng: createRng(42), backend: cpu })
    whole.initialize(options())
    part.parameters()
    part.inner.initialize(options())
    const x = cpu.ones([1, 3])
    expect(part.inner.forward(x).equals(whole.inner.forward(x))).toBe(true)
    expect(part.gain.state).toBe('declared')
  })

  it('belongs to the tree that was walked last', () => {
    const dense = new Dense(1)
    expect(dense.weight.path).toBe('weight')
    new Sequential(dense)
    expect(dense.weight.path).toBe('0.weight')
    new Sequential(new Relu(), dense)
    expect(dense.weight.path).toBe('1.weight')
  })

  it('is initialised whole or in parts with the same bits', () => {
    const build = () => new Sequential(new Dense(3, { inUnits: 2 }), new Dense(2, { inUnits: 3 }))
    const options = () => ({ rng: createRng(42), backend: cpu })
    const [whole, layer, single] = [build(), build(), build()]
    whole.initialize(options())
    layer.layers[1].initialize(options())
    single.layers[1].weight.initialize(options())
    const { data } = whole.layers[1].weight
    expect(layer.layers[1].weight.data.equals(data)).toBe(true)
    expect(single.layers[1].weight.data.equals(data)).toBe(true)
    expect(layer.layers[0].weight.state).toBe('declared')
  })

  it('takes rules by paths below itself', () => {
    const net = new Sequential(new Sequential(new Dense(1, { inUnits: 1 })))
    net.layers[0].initialize({ rules: [['0.*', constant(4)]], backend: cpu })
    expect(net.layers[0].layers[0].bias.data.item()).toBe(4)
  })
})
