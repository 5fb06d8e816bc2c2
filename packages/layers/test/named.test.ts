import { cpu } from '@nn/backend-cpu'
import { constant, orthogonal } from '@nn/init'
import { torch } from '@nn/init/torch'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  Dense,
  ModuleDict,
  ModuleList,
  Parallel,
  type Parameter,
  Relu,
  relu,
  replace,
  Sequential,
  summary,
} from '../src/index.ts'

const x = cpu.tensor([[1, -2]])
const square = (n: number) => new Dense(n, { inUnits: n })

describe('a Sequential with names', () => {
  const build = () =>
    new Sequential({
      hidden: new Dense(3),
      relu,
      half: (y) => y.mul(0.5),
      out: new Dense(1, { useBias: false }),
    })

  it('keeps names and types, and applies its layers in order', () => {
    const net = build()
    expectTypeOf(net.layers.hidden).toEqualTypeOf<Dense>()
    expectTypeOf(net.layers.out).toEqualTypeOf<Dense<false>>()
    expectTypeOf(net.layers.hidden.weight).toEqualTypeOf<Parameter>()
    expectTypeOf(net.layers.relu).toEqualTypeOf<typeof relu>()
    // @ts-expect-error: there is none
    expect(net.layers.other).toBeUndefined()
    net.initialize({ rng: createRng(1) })
    const { hidden, out } = net.layers
    expect(net.forward(x).equals(out.forward(relu(hidden.forward(x)).mul(0.5)))).toBe(true)
    const empty: Tensor = new Sequential({}).forward(x)
    expect(empty).toBe(x)
  })

  it('is known by its names to everything', () => {
    const paths = ['hidden.weight', 'hidden.bias', 'out.weight']
    const net = build()
    expect([...net.parameters().keys()]).toEqual(paths)
    expect([...net.children().keys()]).toEqual(['hidden', 'out'])
    expect(net.layers.hidden.weight.path).toBe('hidden.weight')
    const rules = [
      ['hidden.*', constant(2)],
      ['out.weight', orthogonal()],
    ] as const
    expect(net.plan({ rules }).rows.map(({ path }) => path)).toEqual(paths)
    net.initialize({ rules, rng: createRng(1) })
    expect(summary(net, x).rows.map(({ path }) => path)).toEqual(['', 'hidden', 'out'])
    const y = net.forward(x)
    expect([...net.stateDict().keys()]).toEqual(paths)
    const copy = net.clone()
    expectTypeOf(copy.layers.hidden).toEqualTypeOf<Dense>()
    expect(copy.layers.hidden).not.toBe(net.layers.hidden)
    expect(copy.forward(x).equals(y)).toBe(true)
    const other = build()
    other.loadStateDict(net.stateDict())
    expect(other.forward(x).equals(y)).toBe(true)
    expect(Object.isFrozen(copy.layers)).toBe(true)
  })

  it('has the bits of the layers without names in a sequential dialect', () => {
    const named = new Sequential({ a: square(2), act: new Relu(), b: square(2) })
    const numbered = new Sequential(square(2), new Relu(), square(2))
    for (const net of [named, numbered]) net.initialize({ dialect: torch({ seed: 3 }), backend: cpu })
    expect(named.forward(x).equals(numbered.forward(x))).toBe(true)
  })

  it.each<[string, () => unknown]>([
    ['Sequential: expected names without dots, got "a.b"', () => new Sequential({ 'a.b': relu })],
    ['Sequential: expected names without dots, got ""', () => new Sequential({ '': relu })],
    [
      'Sequential: expected names that keep their order, got the integer "1"; call it layer1, or give the layers without names',
      () => new Sequential({ b: relu, 1: relu }),
    ],
    [
      'ModuleDict: expected names that keep their order, got the integer "0"',
      () => new ModuleDict({ 0: new Relu() }),
    ],
    [
      'Sequential: expected out to be a module or a function, got 1',
      () => new Sequential({ out: 1 as never }),
    ],
    [
      'Sequential: expected out to be a module or a function, got the class Dense; construct it: new Dense(…)',
      () => new Sequential({ out: Dense as never }),
    ],
    [
      'Sequential: expected layer 0 to be a module or a function, got the class Dense; construct it: new Dense(…)',
      () => new Sequential(Dense as never, Dense as never),
    ],
    [
      'Sequential: expected layers one by one, or an object of them, got [an instance of Relu]; new Sequential(...layers)',
      () => new Sequential([new Relu()] as never),
    ],
    [
      'got an instance of Map; new Sequential(Object.fromEntries(map))',
      () => new Sequential(new Map([['a', new Relu()]]) as never),
    ],
    [
      'expected layer 1 to be a module or a function, got an object',
      () => new Sequential(relu, { a: relu } as never),
    ],
    [
      'ModuleDict: expected an object of modules, got an instance of Map; pass Object.fromEntries(map)',
      () => new ModuleDict(new Map([['a', new Relu()]]) as never),
    ],
  ])('refuses: %s', (text, run) => {
    expect(run).toThrow(text)
  })
})

describe('a layer that is inserted', () => {
  const weights = (net: Sequential<Readonly<Record<string, Dense>>>) => {
    net.initialize({ rng: createRng(42), backend: cpu })
    return net.stateDict()
  }

  it('among names leaves every other weight as it was', () => {
    const before = weights(new Sequential({ hidden: square(2), out: square(2) }))
    const after = weights(
      new Sequential({ first: square(2), hidden: square(2), extra: square(2), out: square(2) }),
    )
    for (const [path, values] of before) expect([path, after.get(path)?.equals(values)]).toEqual([path, true])
    expect(after.size).toBe(2 * before.size)
  })

  it('among numbers moves those behind it to other numbers, and so to other values', () => {
    const [before, after] = [2, 3].map((n) => {
      const net = new Sequential(...Array.from({ length: n }, () => square(2)))
      net.initialize({ rng: createRng(42), backend: cpu })
      return net.layers.map(({ weight }) => weight.data)
    })
    // The old second layer would be the third: what it has now is the stream of another path.
    expect(after?.[1]?.equals(before?.[1] as Tensor)).toBe(true)
    expect(after?.[2]?.equals(before?.[1] as Tensor)).toBe(false)
  })
})

describe('replace', () => {
  it('puts another layer into a container, where its path picks its stream', () => {
    const options = { rng: createRng(7), backend: cpu }
    const net = new Sequential(square(2), relu, new Dense(5, { inUnits: 2 }))
    net.initialize(options)
    const old = net.layers[2]
    const tuned = replace(net, 2, new Dense(1, { inUnits: 2, useBias: false }))
    expectTypeOf(tuned.layers).toEqualTypeOf<readonly [Dense, typeof relu, Dense<false>]>()
    expect(Object.is(tuned, net)).toBe(true)
    expect([tuned.layers[2].path, old.path, old.weight.path]).toEqual(['2', '', 'weight'])
    tuned.layers[2].initialize(options)
    const fresh = new Sequential(square(2), relu, new Dense(1, { inUnits: 2, useBias: false }))
    fresh.initialize({ ...options, rng: createRng(7) })
    expect(tuned.forward(x).equals(fresh.forward(x))).toBe(true)
    expect([...tuned.stateDict().keys()]).toEqual(['0.weight', '0.bias', '2.weight'])
  })

  it('keeps the others, and their order', () => {
    const net = replace(new Sequential({ a: square(2), b: new Relu(), c: square(2) }), 'b', new Dense(2))
    expectTypeOf(net.layers.b).toEqualTypeOf<Dense>()
    expectTypeOf(net.layers.a).toEqualTypeOf<Dense>()
    expect(Object.keys(net.layers)).toEqual(['a', 'b', 'c'])
    const outer = new Sequential(net)
    expect(replace(net, 'b', square(2)).layers.b.weight.path).toBe('0.b.weight')
    expect([...outer.parameters().keys()]).toContain('0.b.bias')
  })

  it('works on every container', () => {
    const list = replace(new ModuleList([new Relu(), new Dense(1)]), 0, new Dense(3))
    expectTypeOf(list.items[0]).toEqualTypeOf<Dense>()
    const dict = replace(new ModuleDict({ left: new Relu(), right: new Dense(1) }), 'left', new Dense(2))
    expectTypeOf(dict.items.left).toEqualTypeOf<Dense>()
    const sides = replace(new Parallel([relu, relu]), 1, new Dense(2))
    expectTypeOf(sides.layers[1]).toEqualTypeOf<Dense>()
    expect([list.items[0].path, dict.items.left.path, sides.layers[1].path]).toEqual(['0', 'left', '1'])
    const many = new Sequential(...[relu, relu])
    expect(replace(many, 1, new Relu()).layers).toHaveLength(2)
  })

  it('keeps the place of a layer that is still there elsewhere', () => {
    const shared = square(2)
    const net = new Sequential(shared, shared)
    replace(net, 0, new Relu())
    expect(shared.weight.path).toBe('1.weight')
  })

  it.each<[string, () => unknown]>([
    [
      'Sequential: expected a part, got 2; did you mean "0"?',
      () => replace(new Sequential(relu, relu), 2 as never, relu),
    ],
    [
      'Sequential: expected a part, got "length"',
      () => replace(new Sequential(relu), 'length' as never, relu),
    ],
    [
      'Sequential: expected 0 to be a module or a function, got the class Relu',
      () => replace(new Sequential(relu), 0, Relu as never),
    ],
    [
      'ModuleList: expected 0 to be a module, got the function relu',
      () => replace(new ModuleList([new Relu()]), 0, relu as never),
    ],
    [
      'replace: expected a Sequential, Parallel, ModuleList or ModuleDict, got an instance of Dense',
      () => replace(new Dense(1) as never, 'weight' as never, relu as never),
    ],
  ])('refuses: %s', (text, run) => {
    expect(run).toThrow(text)
  })
})
