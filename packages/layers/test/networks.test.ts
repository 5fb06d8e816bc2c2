import { cpu } from '@nn/backend-cpu'
import { constant, type InitRequest, normal, normal_, uniform } from '@nn/init'
import { torch } from '@nn/init/torch'
import { createRng, type Rng } from '@nn/random'
import { createTorchRng } from '@nn/random/torch'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Dense, Dropout, Module, reinit, Sequential } from '../src/index.ts'

const build = () => new Sequential(new Dense(3, { inUnits: 2 }), new Dense(2, { inUnits: 3 }))
const lazy = () => new Sequential(new Dense(3), new Dense(2))
const first = (net: Sequential<readonly [Dense, Dense]>) => net.layers[0].weight.data
const strange = (request: InitRequest) => uniform({ low: 5, high: 10 })(request)

class Actor extends Module {
  body = new Dense(3, { inUnits: 2 })
  head: Dense = new Dense(2, { inUnits: 3 })
  forward(x: Tensor): Tensor {
    return this.head.forward(this.body.forward(x))
  }
}

const ERROR =
  /0\.weight: expected an rng of its own, got the rng that another network drew from .*; pass rng\.at\('critic'\) .*rng\.clone\(\) or createRng\(seed\)/

describe('two networks from one rng', () => {
  it.each<[string, (rng: Rng) => void]>([
    ['values', (rng) => build().initialize({ rng, backend: cpu })],
    ['values to come', (rng) => lazy().initialize({ rng })],
    ['an initializer', (rng) => build().initialize({ init: normal(), rng })],
    ['a function of one’s own', (rng) => build().initialize({ init: strange, rng, backend: cpu })],
    ['a function of one’s own, to come', (rng) => lazy().initialize({ init: strange, rng })],
    ['a part', (rng) => build().layers[0].initialize({ rng, backend: cpu })],
    ['a parameter', (rng) => build().layers[0].weight.initialize({ rng, backend: cpu })],
    ['an in-place form', (rng) => normal_(filled().layers[0].weight, { rng })],
    ['apply', (rng) => filled().apply((m) => m instanceof Dense && normal_(m.weight, { rng }) && undefined)],
    ['reinit', (rng) => reinit(filled(), { rng })],
  ])('are refused by the call: %s', (_, start) => {
    const rng = createRng(42)
    build().initialize({ rng, backend: cpu })
    expect(() => start(rng)).toThrow(ERROR)
  })

  it('are refused where parts are initialised before they are put together', () => {
    const rng = createRng(42)
    new Dense(3, { inUnits: 2 }).initialize({ rng, backend: cpu })
    expect(() => new Dense(3, { inUnits: 2 }).initialize({ rng })).toThrow(
      'weight: expected an rng of its own',
    )
  })

  it('have the cures that the message says', () => {
    const rng = createRng(42)
    const [one, other, same, again] = [build(), build(), build(), build()]
    one.initialize({ rng, backend: cpu })
    other.initialize({ rng: rng.at('critic'), backend: cpu })
    same.initialize({ rng: rng.clone(), backend: cpu })
    again.initialize({ rng: createRng(42), backend: cpu })
    expect(first(other).equals(first(one))).toBe(false)
    expect(first(same).equals(first(one))).toBe(true)
    expect(first(again).equals(first(one))).toBe(true)
  })

  it('that failed are forgotten', () => {
    const rng = createRng(42)
    const boom = () => {
      throw new Error('no')
    }
    expect(() => build().initialize({ rules: [['1.bias', boom]], rng, backend: cpu })).toThrow('boom')
    build().initialize({ rng, backend: cpu })
  })
})

function filled() {
  const net = build()
  net.initialize({ rng: createRng(1), backend: cpu })
  return net
}

describe('fine with one rng', () => {
  it.each<[string, (rng: Rng) => void]>([
    ['the same network again', (rng) => net(rng).initialize({ rng, forceReinit: true })],
    ['a part of it again', (rng) => net(rng).layers[0].initialize({ rng, forceReinit: true })],
    ['an in-place form of it', (rng) => normal_(net(rng).layers[0].weight, { rng })],
    ['its reinit', (rng) => reinit(net(rng), { rng })],
    ['constants', (rng) => net(rng) && build().initialize({ init: constant(1), rng, backend: cpu })],
    [
      'functions that do not draw',
      (rng) =>
        net(rng) &&
        build().initialize({ init: ({ backend, shape }) => backend.ones(shape), rng, backend: cpu }),
    ],
    ['networks of other paths', (rng) => net(rng) && new Actor().initialize({ rng, backend: cpu })],
    [
      'a part in another network',
      (rng) => new Sequential(...net(rng).layers).initialize({ rng, forceReinit: true }),
    ],
    ['plans', (rng) => net(rng) && build().plan({ init: normal() })],
    ['tensors', (rng) => net(rng) && normal_(cpu.zeros([2]), { rng })],
    ['dropout', (rng) => net(rng) && new Sequential(new Dropout(0.5, { rng })).forward(cpu.ones([2]))],
    ['what is loaded', (rng) => net(rng) && build().loadStateDict(filled().stateDict())],
  ])('%s', (_, start) => {
    const rng = createRng(42)
    expect(() => start(rng)).not.toThrow()
  })

  const net = (rng: Rng) => {
    const made = build()
    made.initialize({ rng, backend: cpu })
    return made
  }

  it('a child that replaced another', () => {
    const rng = createRng(42)
    const actor = new Actor()
    actor.initialize({ rng, backend: cpu })
    actor.head = new Dense(4, { inUnits: 3 })
    actor.initialize({ rng, backend: cpu })
    expect(actor.forward(cpu.ones([1, 2])).shape).toEqual([1, 4])
    actor.head = new Dense(5, { inUnits: 3 })
    actor.parameters()
    actor.head.initialize({ rng, backend: cpu })
  })

  it('a network that lives on beside one made of copies of its parts', () => {
    const rng = createRng(42)
    const old = net(rng)
    const { layers } = old.clone()
    const other = new Sequential(...layers)
    other.initialize({ rng, forceReinit: true })
    old.initialize({ rng, forceReinit: true })
    expect(first(other).equals(first(old))).toBe(true)
  })

  it('clones, which give the values of the original whenever they draw', () => {
    const rng = createRng(42)
    const declared = build()
    const early = declared.clone()
    declared.initialize({ rng, backend: cpu })
    early.initialize({ rng, backend: cpu })
    const drawn = declared.clone()
    drawn.initialize({ rng, forceReinit: true })
    expect(first(early).equals(first(declared))).toBe(true)
    expect(first(drawn).equals(first(declared))).toBe(true)

    const other = createRng(7)
    const waiting = lazy()
    waiting.initialize({ rng: other })
    const copy = waiting.clone()
    for (const each of [copy, waiting]) each.forward(cpu.ones([1, 2]))
    expect(first(copy).equals(first(waiting))).toBe(true)
  })

  it('two objects of one path', () => {
    const rng = createRng(42)
    const [one, other] = [build(), build()]
    one.initialize({ rng: rng.at('a'), backend: cpu })
    other.initialize({ rng: rng.at('a'), backend: cpu })
    expect(first(one).equals(first(other))).toBe(true)
  })

  it('dialects, and streams that go on', () => {
    const dialect = torch({ seed: 42 })
    for (const each of [build(), build()]) each.initialize({ dialect, backend: cpu })
    const rng = createTorchRng(1)
    for (const each of [build(), build()]) each.initialize({ rng, backend: cpu })
  })

  it('values that are drawn later', () => {
    const rng = createRng(42)
    const waiting = lazy()
    waiting.initialize({ rng })
    const ready = net(rng.clone())
    waiting.forward(cpu.ones([1, 2]))
    expect(first(waiting).equals(first(ready))).toBe(true)
  })

  it('a stream keeps no memory of its own: neither its state nor streams below it change', () => {
    const rng = createRng(42)
    const state = JSON.stringify(rng)
    net(rng)
    expect(JSON.stringify(rng)).toBe(state)
    net(rng.at('b'))
    net(rng.split(1)[0]!)
  })
})
