import { cpu } from '@nn/backend-cpu'
import { normal, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  BatchNorm,
  Dense,
  Module,
  ModuleList,
  Parameter,
  relu,
  Sequential,
  StateBuffer,
} from '../src/index.ts'

const INSPECT = Symbol.for('nodejs.util.inspect.custom')
const inspected = (value: object): string => Reflect.get(value, INSPECT).call(value)
const build = () =>
  new Sequential({ hidden: new Dense(8), norm: new BatchNorm(), relu, out: new Dense(1, { inUnits: 8 }) })

describe('what a module says of itself', () => {
  it('is a line for each that it has', () => {
    const net = build()
    const text = [
      'Sequential',
      '  hidden  Dense  weight [8, ?], bias [8]',
      '  norm  BatchNorm  weight [?], bias [?], runningMean [?], runningVar [?], numBatchesTracked []',
      '  out  Dense  weight [1, 8], bias [1]',
    ].join('\n')
    expect([String(net), inspected(net), JSON.parse(JSON.stringify({ net })).net]).toEqual([text, text, text])
    expect(String(net.layers.out)).toBe('out (Dense)\n  weight [1, 8], bias [1]')
    expect(`${new Sequential()}`).toBe('Sequential')
  })

  it('is bounded, and never an error', () => {
    const wide = new ModuleList(Array.from({ length: 1000 }, () => new Dense(1)))
    expect(String(wide).split('\n')).toHaveLength(42)
    class Many extends Module {
      readonly all = Array.from(
        { length: 1000 },
        () => new Parameter({ shape: [1], role: 'weight', init: zeros() }),
      )
      readonly again = this.all[0]
      readonly up = { net: this }
      override forward(x: Tensor): Tensor {
        return x
      }
    }
    expect(String(new Many()).length).toBeLessThan(300)
    const circle = new Many()
    Object.assign(circle, { 'a.b': new Dense(1) })
    expect(inspected(circle)).toContain('expected names without dots, got "a.b"')
  })
})

describe('what a parameter or a buffer says of itself', () => {
  it('is where it is, how long, and how far it has come; its values are not drawn for it', () => {
    const net = build()
    const { weight, bias } = net.layers.out
    const mean = net.layers.norm.runningMean
    if (mean === undefined) throw new Error('there is a mean')
    expect(String(weight)).toBe('out.weight: weight [1, 8] float32, declared')
    net.initialize({ init: normal({ std: 0.1 }), rng: createRng(1), backend: cpu })
    bias.freeze()
    expect([weight, bias, net.layers.hidden.weight, mean].map(String)).toEqual([
      'out.weight: weight [1, 8] float32, ready, N(0, 0.1²)',
      'out.bias: bias [1] float32, ready, 0, frozen',
      'hidden.weight: weight [8, ?] float32, deferred, N(0, 0.1²)',
      'norm.runningMean: buffer [?] float32, declared',
    ])
    expect(weight.isMaterialized).toBe(false)
    weight.load(cpu.ones([1, 8])).commit()
    expect(JSON.stringify([weight])).toBe('["out.weight: weight [1, 8] float32, ready, loaded"]')
    expect([inspected(weight), inspected(mean)]).toEqual([String(weight), String(mean)])
    expect(String(new StateBuffer({ shape: [], init: zeros() }))).toBe('buffer: buffer [] float32, declared')
  })
})

describe('proxies of frameworks for pages', () => {
  /** As Vue decides, before it puts a proxy around a value. */
  const reactive = <T extends object>(value: T): T => {
    const tag = Object.prototype.toString.call(value).slice(8, -1)
    const isLeft = Reflect.get(value, '__v_skip') === true || !Object.isExtensible(value)
    if (isLeft || !['Object', 'Array', 'Map', 'Set'].includes(tag)) return value
    return new Proxy(value, {
      get: (target, key, receiver) => {
        const found = Reflect.get(target, key, receiver)
        return typeof found === 'object' && found !== null ? reactive(found) : found
      },
    })
  }

  it('leave modules, parameters and buffers as they are', () => {
    const net = build()
    const x = cpu.ones([2])
    const store = reactive({ net, weight: net.layers.out.weight, mean: net.layers.norm.runningMean, x })
    expect([store.net, store.weight, store.mean]).toEqual([
      net,
      net.layers.out.weight,
      net.layers.norm.runningMean,
    ])
    expect(store.net).toBe(net)
    expect(store.x).toBe(x)
    expect(store.weight).toBe(net.layers.out.weight)
  })

  it('see through to all of it, where they are put around all the same', () => {
    const wrap = <T extends object>(value: T): T =>
      new Proxy(value, {
        get: (target, key) => {
          const found = Reflect.get(target, key, target)
          const isWrapped = typeof found === 'object' && found !== null && !ArrayBuffer.isView(found)
          return isWrapped && !Object.isFrozen(found) && key !== 'data' ? wrap(found) : found
        },
      })
    const net = wrap(new Sequential(new Dense(2), relu, new Dense(1)))
    net.initialize({ rng: createRng(1) })
    const y = net.forward(cpu.ones([1, 3]))
    const plain = new Sequential(new Dense(2), relu, new Dense(1))
    plain.initialize({ rng: createRng(1) })
    expect(y.equals(plain.forward(cpu.ones([1, 3])))).toBe(true)
    expect([...net.parameters().keys()]).toEqual([...plain.parameters().keys()])
    plain.loadStateDict(net.stateDict())
    expect(wrap(plain.layers[0].weight).data.shape).toEqual([2, 3])
  })
})
