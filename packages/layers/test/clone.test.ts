import { cpu } from '@nn/backend-cpu'
import { ones, zeros } from '@nn/init'
import { createRng, type Rng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Dense, Module, Parameter, Sequential, StateBuffer, summary } from '../src/index.ts'

class Everything extends Module {
  readonly name = 'all'
  readonly head = new Dense(2, { inUnits: 2, useBias: false })
  readonly tied = this.head.weight
  readonly again = this.head
  readonly list = Object.freeze([new Dense(1, { inUnits: 2 })])
  readonly options = Object.freeze({ inner: new Dense(1, { inUnits: 2 }), rate: 0.5 })
  readonly byName = new Map([['x', cpu.ones([2])]])
  readonly mean = new StateBuffer({ shape: [2], init: zeros() })
  readonly rng: Rng = createRng(1)
  readonly mask: Tensor = cpu.ones([2])
  readonly fn = (x: Tensor): Tensor => x

  override forward(x: Tensor): Tensor {
    this.materialize(x.backend)
    return this.fn(this.head.forward(x).mul(this.mask).add(this.mean.data))
  }
}

const built = () => {
  const net = new Everything()
  net.initialize({ rng: createRng(42), backend: cpu })
  return net.eval()
}

describe('a clone', () => {
  it('computes the same, with values of its own', () => {
    const net = built()
    const copy = net.clone()
    const x = cpu.tensor([[1, 2]])
    expect(copy).toBeInstanceOf(Everything)
    expect(copy.forward(x).equals(net.forward(x))).toBe(true)
    for (const [path, { data }] of copy.parameters()) {
      const original = net.parameters().get(path)!.data
      expect([path, data.equals(original), data.data === original.data]).toEqual([path, true, false])
    }
    copy.head.weight.data.fill_(0)
    copy.mean.data.fill_(9)
    copy.mask.fill_(0)
    copy.byName.get('x')!.fill_(0)
    expect(net.head.weight.data.at(0, 0).item()).not.toBe(0)
    expect(net.mean.data.toNested()).toEqual([0, 0])
    expect(net.mask.toNested()).toEqual([1, 1])
    expect(net.byName.get('x')!.toNested()).toEqual([1, 1])
  })

  it('shares among its parts what the original does', () => {
    const copy = built().clone()
    expect(copy.tied).toBe(copy.head.weight)
    expect(copy.again).toBe(copy.head)
    expect([...copy.parameters().keys()]).toEqual([...built().parameters().keys()])
  })

  it('keeps mode, frozenness, frozen arrays and functions; streams go on by themselves', () => {
    const net = built()
    net.head.weight.freeze()
    const copy = net.clone()
    expect([copy.training, copy.head.training, copy.head.weight.isFrozen]).toEqual([false, false, true])
    expect([Object.isFrozen(copy.list), Object.isFrozen(copy.options)]).toEqual([true, true])
    expect([copy.fn, copy.name, copy.options.rate]).toEqual([net.fn, 'all', 0.5])
    const drawn = copy.rng.normal(new Float32Array(4))
    expect(net.rng.normal(new Float32Array(4))).toEqual(drawn)
  })

  it('is a root of its own', () => {
    const net = new Sequential(new Dense(1), new Sequential(new Dense(1)))
    const copy = net.layers[1].clone()
    expect([copy.path, copy.layers[0].weight.path]).toEqual(['', '0.weight'])
    expect(net.layers[1].layers[0].weight.path).toBe('1.0.weight')
  })

  it('remembers draws to come: they give the same bits', () => {
    const net = new Sequential(new Dense(3), new Dense(2, { inUnits: 3 }))
    net.initialize({ rng: createRng(42) })
    const [copy, part] = [net.clone(), net.layers[1].clone()]
    const x = cpu.ones([1, 4])
    expect(copy.forward(x).equals(net.forward(x))).toBe(true)
    part.forward(cpu.ones([1, 3]))
    expect(part.weight.data.equals(net.layers[1].weight.data)).toBe(true)
  })

  it('has no values in memory that the original does not have', () => {
    const net = new Sequential(new Dense(3, { inUnits: 3 }))
    net.initialize({ rng: createRng(42), backend: cpu })
    const copy = net.clone()
    expect([net, copy].map(({ layers }) => layers[0].weight.isMaterialized)).toEqual([false, false])
    expect(copy.layers[0].weight.data.equals(net.layers[0].weight.data)).toBe(true)
  })

  it('of a layer without a bias has none either', () => {
    const copy = new Sequential(new Dense(1, { useBias: false })).clone()
    expect(copy.layers[0].bias).toBeUndefined()
  })
})

describe('#private members', () => {
  class Secret extends Module {
    #factor = 2
    override forward(x: Tensor): Tensor {
      return x.mul(this.#factor)
    }
  }
  class Open extends Module {
    // A #comment and a '#string' are no members.
    readonly color = '#fff'
    readonly gain = new Parameter({ shape: [], role: 'gain', init: ones() })
    override forward(x: Tensor): Tensor {
      return x
    }
  }
  class Careful extends Secret {
    override clone(): this {
      return new Careful() as this
    }
  }

  it("are the engine's to miss in a copy of the fields", () => {
    const copy = new Sequential(new Secret()).clone()
    expect(() => copy.forward(cpu.ones([1]))).toThrow(TypeError)
  })

  it('are left to a clone of their own by a summary, too, which draws nothing', () => {
    class Keeper extends Module {
      readonly #inner: Dense
      readonly inner: Dense
      constructor(inner = new Dense(3)) {
        super()
        this.#inner = inner
        this.inner = inner
      }
      override clone(): this {
        return new Keeper(this.#inner.clone()) as this
      }
      override forward(x: Tensor): Tensor {
        return this.#inner.forward(x)
      }
    }
    const net = new Keeper()
    const x = cpu.ones([2, 4])
    expect(summary(net, x).rows.map(({ outputShape }) => outputShape)).toEqual([
      [2, 3],
      [2, 3],
    ])
    expect(summary(new Sequential(net), x).parameters).toBe(15)
    net.initialize({ rng: createRng(1) })
    expect(summary(net, x).parameters).toBe(15)
    expect(net.inner.weight.state).toBe('deferred')
  })

  it('are left to a clone of their own', () => {
    const net = new Sequential(new Careful(), new Open()).clone()
    expect(net.forward(cpu.ones([1])).toNested()).toEqual([2])
    expect(net.layers[1].color).toBe('#fff')
  })
})
