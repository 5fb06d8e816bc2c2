import { cpu } from '@nn/backend-cpu'
import { constant, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  Dense,
  Module,
  Parameter,
  Relu,
  Residual,
  Sequential,
  summary,
  type UnaryModule,
} from '../src/index.ts'

/** A module with these fields. */
class Holder extends Module {
  constructor(fields: object) {
    super()
    Object.assign(this, fields)
  }

  override forward(x: Tensor): Tensor {
    return x
  }
}

const dense = () => new Dense(1, { inUnits: 1, useBias: false })
const pathsOf = (fields: object) => [...new Holder(fields).parameters().keys()]

describe('parts are seen', () => {
  it.each<[string, object, string[]]>([
    [
      'in a plain object',
      { heads: { left: dense(), right: dense() } },
      ['heads.left.weight', 'heads.right.weight'],
    ],
    [
      'in an object without a prototype',
      { heads: Object.assign(Object.create(null), { a: dense() }) },
      ['heads.a.weight'],
    ],
    [
      'in a map, by texts and integers',
      {
        blocks: new Map<unknown, unknown>([
          [3, dense()],
          ['b', dense()],
        ]),
      },
      ['blocks.3.weight', 'blocks.b.weight'],
    ],
    ['in nested arrays', { grid: [[dense()], [1, dense()]] }, ['grid.0.0.weight', 'grid.1.1.weight']],
    [
      'in arrays of objects of maps',
      { stages: [{ by: new Map([['x', dense()]]) }] },
      ['stages.0.by.x.weight'],
    ],
    [
      'as parameters',
      { scales: { a: new Parameter({ shape: [1], role: 'gain', init: zeros() }) } },
      ['scales.a'],
    ],
  ])('%s', (_, fields, paths) => {
    expect(pathsOf(fields)).toEqual(paths)
    const net = new Holder(fields)
    net.initialize({ rng: createRng(1), backend: cpu })
    expect([...net.stateDict().keys()]).toEqual(paths)
    expect([...net.clone().parameters().keys()]).toEqual(paths)
    expect(net.plan().rows.map(({ path }) => path)).toEqual(paths)
    for (const [path, parameter] of net.parameters()) expect(parameter.path).toBe(path)
  })

  it('once, where arrays, objects and maps are met again or hold themselves', () => {
    const list: unknown[] = [dense()]
    list.push(list, { list })
    const map = new Map<string, unknown>([['layer', dense()]])
    map.set('self', map)
    const net = new Holder({ list, again: list, map })
    expect([...net.parameters().keys()]).toEqual(['list.0.weight', 'map.layer.weight'])
    const copy = net.clone()
    const [copied, copiedMap] = [Reflect.get(copy, 'list'), Reflect.get(copy, 'map')]
    expect(copied[1]).toBe(copied)
    expect(copiedMap.get('self')).toBe(copiedMap)
    expect(copied[0]).not.toBe(list[0])
  })

  it('but not where a name says nothing, is none or has a dot', () => {
    const unnamed = () => pathsOf({ heads: new Set([dense()]) })
    expect(unnamed).toThrow(TypeError)
    expect(unnamed).toThrow(
      'Holder: expected heads to name its parts, got an instance of Set; use an array or a Map',
    )
    const key = {}
    expect(() => pathsOf({ heads: new Map([[key, dense()]]) })).toThrow(
      'Holder heads: expected names to be texts or integers, got an object',
    )
    const dotted = 'expected names without dots, got "a.b"; a dot joins the names of a path'
    expect(() => pathsOf({ 'a.b': dense() })).toThrow(`Holder: ${dotted}`)
    expect(() => pathsOf({ heads: { 'a.b': dense() } })).toThrow(`Holder heads: ${dotted}`)
    expect(() => pathsOf({ 'a.b': [{ c: dense() }] })).toThrow(RangeError)
    expect(() => pathsOf({ heads: new Map([[1.5, dense()]]) })).toThrow(TypeError)
    expect(() => pathsOf({ '': dense() })).toThrow('expected names without dots, got ""')
  })

  it('where names are no names of parts, all is well', () => {
    const fields = {
      'a.b': 1,
      options: { 'x.y': [2, 'z'], date: new Date(0) },
      seen: new Set([1]),
      nothing: null,
    }
    expect(pathsOf(fields)).toEqual([])
  })

  it('by a name that only one of them has', () => {
    class Twice extends Holder {
      override fields(): ReturnType<Module['fields']> {
        return [
          ['a', new Relu()],
          ['a', new Relu()],
        ]
      }
    }
    expect(() => new Twice({}).modules()).toThrow(
      'a: expected one part of this name, got several; let fields() name each differently',
    )
  })
})

describe('circles', () => {
  it.each<[string, (net: Module) => object]>([
    ['an array', (net) => ({ up: [net] })],
    ['an object', (net) => ({ up: { inner: { net } } })],
    ['a map', (net) => ({ up: new Map([['net', net]]) })],
    ['a container', (net) => ({ up: new Holder({ net }) })],
  ])('by way of %s are refused', (_, fieldsOf) => {
    const child = new Holder({})
    const net = new Sequential(child, new Dense(1))
    Object.assign(child, fieldsOf(net))
    const calls = [
      () => net.initialize({ rng: createRng(1) }),
      () => child.parameters(),
      () => net.stateDict(),
      () => net.clone(),
      () => summary(new Sequential(net), cpu.ones([1, 1])),
    ]
    for (const call of calls) expect(call).toThrow(/expected a tree, got a module that contains itself/)
  })
})

describe('what is shared', () => {
  it('has its first place, whatever part was asked before', () => {
    const shared = new Dense(2, { inUnits: 2 })
    const net = new Sequential(new Sequential(new Relu(), shared), new Residual(shared))
    expect(shared.weight.path).toBe('0.1.weight')
    net.layers[1].initialize({ rng: createRng(1), backend: cpu })
    expect(shared.weight.path).toBe('0.1.weight')
    const whole = new Sequential(new Sequential(new Relu(), new Dense(2, { inUnits: 2 })))
    whole.initialize({ rng: createRng(1), backend: cpu })
    expect(shared.weight.data.equals(whole.layers[0].layers[1].weight.data)).toBe(true)
  })

  it('stays in the tree that took it last when another is asked for its paths', () => {
    const shared = new Dense(1)
    const first = new Sequential(new Dense(1), shared)
    const last = new Sequential(shared)
    expect([first.layers[0].weight.path, shared.weight.path]).toEqual(['0.weight', '0.weight'])
    first.parameters()
    expect(shared.weight.path).toBe('1.weight')
    expect(last.path).toBe('')
  })
})

describe('costs', () => {
  let calls = 0
  class Counted extends Sequential<readonly UnaryModule[]> {
    override fields(): ReturnType<Module['fields']> {
      calls++
      return super.fields()
    }
  }
  const counted = (...layers: UnaryModule[]) => new Counted(...layers)
  const count = (run: () => unknown): number => {
    calls = 0
    run()
    return calls
  }

  it('of nested containers grow with their number', () => {
    const nest = (depth: number) => {
      let net = counted(dense())
      for (let i = 1; i < depth; i++) net = counted(net)
      return net
    }
    expect(count(() => nest(1000))).toBeLessThan(3 * 1000)
    const net = nest(1000)
    const rng = createRng(1)
    expect(count(() => net.initialize({ rng, backend: cpu }))).toBeLessThan(5 * 1000)
    expect(count(() => [net.plan({ init: constant(1) }), net.stateDict(), net.eval()])).toBeLessThan(8 * 1000)
    expect([...net.parameters().keys()][0]).toBe(`${'0.'.repeat(1000)}weight`)
    expect(net.forward(cpu.ones([1, 1])).shape).toEqual([1, 1])
  })

  it('of what is shared within what is shared grow with the levels, not with the paths', () => {
    let net: UnaryModule = new Dense(1, { inUnits: 1 })
    for (let level = 0; level < 40; level++) net = counted(net, net)
    const run = () => {
      net.initialize({ init: constant(1), backend: cpu })
      net.plan()
      net.parameters()
      net.clone()
      net.freeze().unfreeze()
      return summary(net)
    }
    expect(count(run)).toBeLessThan(40 * 30)
    expect(net.parameters().size).toBe(2)
  })

  it('of all paths, where they are asked for, end', () => {
    let net: UnaryModule = new Parameterised()
    for (let level = 0; level < 12; level++) net = counted(net, net)
    net.initialize({ backend: cpu })
    expect(net.stateDict().size).toBe(4096)
    for (let level = 0; level < 9; level++) net = counted(net, net)
    expect(() => net.stateDict()).toThrow(
      'Counted: expected at most 1048576 paths, got more; take parameters(), which has each once',
    )
  })

  class Parameterised extends Module {
    readonly gain = new Parameter({ shape: [], role: 'gain', init: zeros() })
    override forward(x: Tensor): Tensor {
      return x
    }
  }
})
