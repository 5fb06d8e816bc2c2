import { cpu } from '@nn/backend-cpu'
import { constant, type Dialect, type InitLike, normal, normal_, uniform_ } from '@nn/init'
import { flax } from '@nn/init/flax'
import { jax } from '@nn/init/jax'
import { mxnet } from '@nn/init/mxnet'
import { unitScaling } from '@nn/init/recipes'
import { tensorflow } from '@nn/init/tensorflow'
import { torch } from '@nn/init/torch'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Embedding, grow, Module, Parameter, reinit, Sequential } from '../src/index.ts'

const build = (weightInit?: InitLike) => new Embedding(4, 3, { paddingIndex: 1, weightInit })
const rng = () => createRng(42)
const ready = (weightInit?: InitLike) => {
  const table = build(weightInit)
  table.initialize({ rng: rng(), backend: cpu })
  return table
}
const isPadded = ({ weight: { data } }: Embedding) => {
  expect(data.at(1).toNested()).toEqual([0, 0, 0])
  expect(data.at(0).ne(0).all().item()).toBe(true)
}

describe('the padding row', () => {
  it.each<[string, () => Embedding]>([
    ['the default', () => ready()],
    ['an option', () => ready(normal({ std: 2 }))],
    ['init', () => using((table) => table.initialize({ init: normal(), rng: rng(), backend: cpu }))],
    ['a constant', () => using((table) => table.initialize({ init: constant(3), backend: cpu }))],
    [
      'a rule',
      () => using((table) => table.initialize({ rules: [['weight', normal()]], rng: rng(), backend: cpu })),
    ],
    [
      'a recipe',
      () => using((table) => table.initialize({ recipe: unitScaling(), rng: rng(), backend: cpu })),
    ],
    [
      'a function of one’s own',
      () =>
        using((table) =>
          table.initialize({ init: ({ backend, shape }) => backend.ones(shape), backend: cpu }),
        ),
    ],
    ['a call', () => using((table) => table.weight.initialize({ init: normal(), rng: rng(), backend: cpu }))],
    ['an in-place form', () => using((table) => normal_(table.weight, { std: 2, rng: rng() }), ready())],
    [
      'apply',
      () =>
        using(
          (table) =>
            table.apply((m) => void uniform_((m as Embedding).weight, { low: 1, high: 2, rng: rng() })),
          ready(),
        ),
    ],
    [
      'forceReinit',
      () => using((table) => table.initialize({ init: normal(), rng: rng(), forceReinit: true }), ready()),
    ],
    ['reinit', () => using((table) => reinit(table, { rng: rng() }), ready(normal()))],
    [
      'reinit with noise',
      () => using((table) => reinit(table, { rng: rng(), shrink: 0.5, noise: 0.1 }), ready()),
    ],
    ['a clone', () => using((table) => table.initialize({ rng: rng(), backend: cpu }), build().clone())],
    [
      'a network',
      () => using((table) => new Sequential(table).initialize({ init: normal(), rng: rng(), backend: cpu })),
    ],
    [
      'the first input',
      () =>
        using(
          (table) =>
            table.initialize({ init: normal(), rng: rng() }) &&
            table.forward(cpu.tensor([0], { dtype: 'int32' })),
        ),
    ],
    ['grow', () => using((table) => grow(table.weight, [6, 3], { init: constant(1) }), ready())],
    [
      'the default of torch',
      () => using((table) => table.initialize({ dialect: torch({ seed: 0 }), backend: cpu })),
    ],
  ])('is 0 after %s', (_, make) => {
    isPadded(make())
  })

  const using = (start: (table: Embedding) => unknown, table = build()): Embedding => {
    start(table)
    return table
  }

  it('does not change the others', () => {
    const plain = new Embedding(4, 3)
    plain.initialize({ rng: rng(), backend: cpu })
    expect(
      ready()
        .weight.data.slice([2, 4])
        .equals(plain.weight.data.slice([2, 4])),
    ).toBe(true)
  })

  it.each([
    ['init', { init: normal() }],
    ['a rule', { rules: [['weight', constant(1)] as const] }],
  ])('is filled by %s in torch, as nn.init fills it there, and stays 0 in other dialects', (_, options) => {
    const started = (dialect: Dialect) => {
      const table = build()
      table.initialize({ ...options, dialect, backend: cpu })
      return table.weight.data
    }
    expect(
      started(torch({ seed: 0 }))
        .ne(0)
        .all()
        .item(),
    ).toBe(true)
    for (const dialect of [
      jax({ seed: 0 }),
      flax({ seed: 0 }),
      mxnet({ seed: 0 }),
      tensorflow({ seed: 0 }),
    ]) {
      expect(started(dialect).ne(0).any(1).toNested()).toEqual([true, false, true, true])
    }
  })

  it('is filled by the functions of torch in place, and by no other', () => {
    const table = ready()
    torch({ seed: 0 }).normal_(table.weight)
    expect(table.weight.data.ne(0).all().item()).toBe(true)
    jax({ seed: 0 }).normal_(table.weight)
    expect(table.weight.data.at(1).toNested()).toEqual([0, 0, 0])
  })

  it('is what a state dict says, as in PyTorch', () => {
    const table = build()
    table.loadStateDict({ weight: cpu.ones([4, 3]) })
    expect(table.weight.data.eq(1).all().item()).toBe(true)
  })

  it('is said by plans', () => {
    const [row] = build().plan({ init: normal() }).rows
    expect([row?.law, row?.reason]).toEqual(['N(0, 1²)', 'init of initialize; row 1 stays 0'])
  })

  it('is there for tables of one’s own', () => {
    class Table extends Module {
      weight = new Parameter({ shape: [3, 2], role: 'weight', paddingIndex: 2, init: normal() })
      forward(): void {}
    }
    const table = new Table()
    table.initialize({ rng: rng(), backend: cpu })
    expect(table.weight.data.at(2).toNested()).toEqual([0, 0])
    const built = (weightInit?: InitLike, init?: InitLike) => {
      class Own extends Module {
        weight = new Parameter({
          shape: [3, 2],
          role: 'weight',
          paddingIndex: 2,
          init: normal(),
          option: weightInit,
        })
        forward(): void {}
      }
      const own = new Own()
      const rules = init === undefined ? [] : [['weight', init] as const]
      own.initialize({ rules, dialect: torch({ seed: 0 }), backend: cpu })
      return own.weight.data.at(2).ne(0).any().item()
    }
    // Functions of torch fill it, wherever they are said; the module's own law does not.
    expect([built(), built(normal()), built(undefined, normal())]).toEqual([false, true, true])
    const wrong = () => new Parameter({ shape: [3, 2], role: 'weight', paddingIndex: 3, init: normal() })
    expect(wrong).toThrow('Parameter: expected paddingIndex to be an integer of [0, 2], got 3')
  })
})
