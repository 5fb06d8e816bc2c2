import { cpu } from '@nn/backend-cpu'
import {
  constant,
  fromCheckpoint,
  kaimingNormal,
  lstmBias,
  normal,
  ones,
  orthogonal,
  type Recipe,
  xavierUniform,
  zeros,
} from '@nn/init'
import { sameInit } from '@nn/init/layer'
import { deepNorm, fixup, gpt2, mup, smallInit, tFixup, unitScaling } from '@nn/init/recipes'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  Dense,
  Embedding,
  LayerNorm,
  Module,
  Parameter,
  Sequential,
  TransformerEncoder,
} from '../src/index.ts'

const build = () =>
  new Sequential(new Dense(4, { inUnits: 4 }), new LayerNorm({ shape: [4] }), new Dense(2, { inUnits: 4 }))
const reasons = (net: Module, options: Parameters<Module['plan']>[0]) =>
  Object.fromEntries(net.plan(options).rows.map(({ path, reason }) => [path, reason]))

describe('rules', () => {
  it('select by role, by class, and by both with a path', () => {
    const rules = [
      [{ role: 'bias', path: '2.*' }, constant(5)],
      [{ role: 'bias' }, constant(1)],
      [{ type: LayerNorm }, constant(2)],
      [Dense, kaimingNormal()],
    ] as const
    expect(reasons(build(), { rules })).toEqual({
      '0.weight': 'rule Dense',
      '0.bias': 'rule role "bias"',
      '1.weight': 'rule LayerNorm',
      '1.bias': 'rule role "bias"',
      '2.weight': 'rule Dense',
      '2.bias': 'rule role "bias", "2.*"',
    })
    const net = build()
    net.initialize({ rules, rng: createRng(42), backend: cpu })
    expect(net.layers[2].bias.data.toNested()).toEqual([5, 5])
    expect(net.layers[1].weight.data.at(0).item()).toBe(2)
  })

  it('a class is its subclasses, too, and of a deferred layer the same class', () => {
    class Wide extends Dense {}
    const net = new Sequential(new Wide(3))
    net.initialize({ rules: [[Dense, constant(7)]], backend: cpu })
    net.forward(cpu.ones([1, 2]))
    expect(net.layers[0].weight.data.at(0, 0).item()).toBe(7)
  })

  it.each<[unknown, string]>([
    [
      [Embedding, normal()],
      'Sequential: expected rule Embedding to match a parameter, got none; it has Dense, LayerNorm',
    ],
    [
      [{ role: 'biass' }, zeros()],
      'Sequential: expected rule role "biass" to match a parameter, got none; it has role bias, role scale, role weight',
    ],
    [[{ path: '3.*' }, zeros()], 'expected rule "3.*" to match a parameter, got none; it has'],
    [
      [{ type: LayerNorm }, xavierUniform()],
      'Sequential: expected rule LayerNorm to match a parameter with axes to scale by, got 1.weight, 1.bias; use an initializer without fans',
    ],
    [
      [{}, zeros()],
      'Sequential: expected rules to be an array of pairs [pattern, initializer], got [an object, the function initializer]',
    ],
    [[{ paths: '0.*' }, zeros()], 'expected rules to be an array of pairs'],
    [[{ role: 3 }, zeros()], 'expected rules to be an array of pairs'],
  ])('%#: refuses what is for nothing', (rule, message) => {
    const net = build()
    expect(() => net.initialize({ rules: [rule as never], rng: createRng(42) })).toThrow(message)
    expect(() => net.plan({ rules: [rule as never] })).toThrow(message)
    expect([...net.parameters().values()].every(({ state }) => state === 'declared')).toBe(true)
  })
})

describe('complete', () => {
  it('names what would keep its default', () => {
    const net = build()
    const attempt = () => net.initialize({ init: normal(), complete: true, rng: createRng(42) })
    expect(attempt).toThrow(RangeError)
    expect(attempt).toThrow(
      "Sequential: expected a decision for every parameter, got the layer's default for 0.bias, 1.weight, 1.bias and 1 more; add a rule, or leave out complete",
    )
    expect(() => net.plan({ complete: true })).toThrow('0.weight, 0.bias, 1.weight and 3 more')
  })

  it('is content with rules, options and init together', () => {
    const net = new Sequential(new Dense(2, { inUnits: 2, biasInit: ones() }), new LayerNorm({ shape: [2] }))
    const rules = [[LayerNorm, ones()]] as const
    expect(() => net.plan({ init: normal(), rules, complete: true })).not.toThrow()
  })
})

/** One weight in two places. */
class Tied extends Module {
  readonly table = new Parameter({ shape: [6, 4], role: 'weight', axes: { out: 0, in: 1 }, init: normal() })
  readonly first = new Dense(6, { inUnits: 4 })
  readonly second = new Dense(6, { inUnits: 4 })
  constructor() {
    super()
    Object.assign(this.first, { weight: this.table })
    Object.assign(this.second, { weight: this.table })
  }
  override forward(x: Tensor): Tensor {
    return this.second.forward(x)
  }
}

describe('tied parameters', () => {
  it('are initialised once, at their first place, whatever is asked of the others', () => {
    const [tied, alone] = [new Tied(), new Tied()]
    tied.initialize({ rules: [['second.weight', normal({ std: 3 })]], rng: createRng(42), backend: cpu })
    alone.initialize({ rules: [['table', normal({ std: 3 })]], rng: createRng(42), backend: cpu })
    expect(tied.second.weight.data.equals(alone.table.data)).toBe(true)
    expect(tied.plan({ rules: [['first.*', ones()]] }).rows[0]).toMatchObject({
      path: 'table',
      law: '1',
      seedPath: 'table',
    })
  })

  it('accept rules that agree', () => {
    const rules = [
      ['first.weight', normal({ std: 3 })],
      ['second.weight', normal({ mean: 0, std: 3 })],
    ] as const
    expect(new Tied().plan({ rules }).rows[0]).toMatchObject({ std: 3, reason: 'rule "first.weight"' })
  })

  it('are of every class that has them', () => {
    const rules = [
      [Tied, ones()],
      [Dense, zeros()],
    ] as const
    expect(() => new Tied().plan({ rules })).toThrow(
      'table: expected one initializer for a tied parameter, got rule Tied for table and rule Dense for first.weight; let them agree',
    )
    expect(new Tied().plan({ rules: [[Dense, ones()]] }).rows[0]).toMatchObject({ path: 'table', law: '1' })
  })

  it('refuse rules that differ', () => {
    const rules = [
      ['first.weight', normal()],
      [/^second/, ones()],
    ] as const
    const net = new Tied()
    const message =
      'table: expected one initializer for a tied parameter, got rule "first.weight" for first.weight and rule /^second/ for second.weight; let them agree'
    expect(() => net.plan({ rules })).toThrow(RangeError)
    expect(() => net.plan({ rules })).toThrow(message)
    expect(() => net.initialize({ rules, rng: createRng(42) })).toThrow(message)
  })
})

describe('recipes', () => {
  const transformer = (layers: number) => new TransformerEncoder(8, 2, { layers, feedforwardUnits: 16 })

  it('stand above init and below options and rules', () => {
    const net = new Sequential(
      new Dense(2, { inUnits: 2, weightInit: ones() }),
      new Dense(2, { inUnits: 2 }),
      new Dense(2, { inUnits: 2 }),
    )
    expect(reasons(net, { recipe: unitScaling(), init: zeros(), rules: [['2.*', constant(3)]] })).toEqual({
      '0.weight': 'constructor option',
      '0.bias': 'unitScaling: bias',
      '1.weight': 'unitScaling: weight',
      '1.bias': 'unitScaling: bias',
      '2.weight': 'rule "2.*"',
      '2.bias': 'rule "2.*"',
    })
  })

  it('are kept by initialize, and count depth from the layers’ own roles', () => {
    const net = transformer(3)
    const options = { recipe: gpt2() }
    const { rows } = net.plan(options)
    net.initialize({ ...options, rng: createRng(42), backend: cpu })
    const laws = Object.fromEntries(rows.map(({ path, std }) => [path, std]))
    expect(laws['layers.2.selfAttn.outProj.weight']).toBeCloseTo(0.02 / Math.sqrt(6), 15)
    expect(laws['layers.2.linear1.weight']).toBe(0.02)
    for (const { path, std } of rows.filter(({ role }) => role === 'weight')) {
      const got = Number(net.parameters().get(path)!.data.std().item())
      expect(Math.abs(got / std! - 1)).toBeLessThan(0.25)
    }
  })

  it.each([deepNorm(), tFixup(), smallInit({ units: 8 })])('$config.name is for a transformer', (recipe) => {
    const net = transformer(2)
    net.initialize({ recipe, rng: createRng(42), backend: cpu })
    expect(net.plan({ recipe }).rows.filter(({ source }) => source === 'recipe').length).toBeGreaterThan(8)
  })

  it('give the values of packed queries and keys their own gain', () => {
    const net = transformer(2)
    net.initialize({ recipe: deepNorm(), rng: createRng(42), backend: cpu })
    const weight = net.parameters().get('layers.0.selfAttn.inProjWeight')!.data
    const spread = (at: number) =>
      Number(
        weight
          .slice([at, at + 8])
          .std()
          .item(),
      )
    expect(spread(16) / spread(0)).toBeCloseTo(16 ** -0.25, 0)
    expect(spread(16)).toBeLessThan(0.8 * spread(0))
  })

  it('fixup finds the branch of each last layer', () => {
    const branch = () => new Sequential(new Dense(8, { inUnits: 8 }), new Dense(8, { inUnits: 8 }))
    const net = new Sequential(branch(), branch(), new Dense(2, { inUnits: 8 }))
    const { rows } = net.plan({ recipe: fixup({ roles: { residualOut: '?.1.weight', readout: '2.*' } }) })
    expect(rows.map(({ std }) => std)).toEqual(
      [Math.sqrt(2 / 8) * Math.SQRT1_2, 0, 0, 0, Math.sqrt(2 / 8) * Math.SQRT1_2, 0, 0, 0, 0, 0].map((x) =>
        expect.closeTo(x, 14),
      ),
    )
  })

  it('mup keeps the outputs of wide networks at the scale of the base', () => {
    const mlp = (width: number) =>
      new Sequential(
        new Dense(width, { inUnits: 16, useBias: false }),
        new Dense(width, { inUnits: width, useBias: false }),
      )
    const base = Object.fromEntries(
      mlp(32)
        .plan()
        .rows.map(({ path, shape }) => [path, shape]),
    )
    const spread = (width: number): number => {
      const net = mlp(width)
      net.initialize({ recipe: mup({ base, std: 0.1 }), rng: createRng(42) })
      return Number(
        net
          .forward(cpu.normal(createRng(1), [64, 16]))
          .std()
          .item(),
      )
    }
    expect(spread(512) / spread(32)).toBeCloseTo(1, 0)
  })

  it.each<[unknown, string]>([
    ['gpt2', 'Sequential: expected recipe to be one such as gpt2(), got "gpt2"'],
    [
      { config: { name: 'none' }, assign: () => new Map() } satisfies Recipe,
      'Sequential: expected recipe none to be for a parameter, got none',
    ],
    [
      { config: { name: 'odd' }, assign: () => new Map([['9.weight', { init: ones(), reason: 'x' }]]) },
      'Sequential: expected recipe odd to speak of parameters, got "9.weight"',
    ],
  ])('%#: refuses what is no recipe, or is for nothing', (recipe, message) => {
    expect(() => build().initialize({ recipe: recipe as Recipe, backend: cpu })).toThrow(message)
  })

  it('a recipe that would change nothing asks for forceReinit', () => {
    const net = build()
    net.initialize({ recipe: unitScaling(), rng: createRng(42), backend: cpu })
    expect(() => net.initialize({ recipe: unitScaling(), rng: createRng(42) })).toThrow(
      'pass { forceReinit: true }',
    )
    expect(sameInit(net.layers[0].weight.choice!.init, normal())).toBe(true)
  })
})

describe('a checkpoint by name', () => {
  it('gives what it has, and draws the rest as if it were not there', () => {
    const values = { '0.weight': cpu.eye(4).mul(3), '2.bias': [7, 8] }
    const rules = [['**', fromCheckpoint(values, { fallback: normal() })]] as const
    const [net, fresh] = [build(), build()]
    net.initialize({ rules, rng: createRng(42), backend: cpu })
    fresh.initialize({ rules: [['**', normal()]], rng: createRng(42), backend: cpu })
    expect(net.layers[0].weight.data.equals(cpu.eye(4).mul(3))).toBe(true)
    expect(net.layers[2].bias.data.toNested()).toEqual([7, 8])
    expect(net.layers[2].weight.data.equals(fresh.layers[2].weight.data)).toBe(true)
  })
})

describe('a failure part way', () => {
  it.each<[string, Parameters<Module['initialize']>[0]]>([
    [
      'gates that there are not',
      {
        rules: [
          [{ role: 'weight' }, ones()],
          ['2.bias', lstmBias()],
        ],
      },
    ],
    ['a checkpoint without a name', { rules: [['**', fromCheckpoint({ '0.weight': cpu.eye(4) })]] }],
    ['a recipe', { recipe: unitScaling(), rules: [['2.weight', constant([1])]], rng: createRng(1) }],
    ['a matrix law for a bias', { rules: [['**', orthogonal()]], rng: createRng(1) }],
  ])('%s leaves every parameter as it was', (_, options) => {
    const net = build()
    net.initialize({ rng: createRng(42), backend: cpu })
    const before = [...net.parameters().values()].map(({ data }) => data.clone())
    expect(() => net.initialize({ ...options, forceReinit: true })).toThrow()
    expect([...net.parameters().values()].every(({ data }, i) => data.equals(before[i]!))).toBe(true)
  })
})
