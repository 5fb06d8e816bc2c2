import { cpu } from '@nn/backend-cpu'
import {
  constant,
  kaimingNormal,
  normal,
  orthogonal,
  truncatedNormal,
  xavierNormal,
  xavierUniform,
} from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dense, type PlanOptions, Sequential } from '../src/index.ts'

const build = () =>
  new Sequential(new Dense(30, { inUnits: 20, biasInit: normal() }), new Dense(20, { inUnits: 30 }))

describe('a report', () => {
  it('tells what was done, whatever is done before it is read', () => {
    const net = new Sequential(new Dense(8, { inUnits: 4 }), new Dense(1))
    const first = net.initialize({ rng: createRng(1), backend: cpu })
    net.forward(cpu.ones([1, 4]))
    const second = net.initialize({ init: constant(3), rng: createRng(1), forceReinit: true })
    expect(first.rows.map(({ status, law }) => [status, law])).toEqual([
      ['initialized', 'U[-0.5, 0.5)'],
      ['initialized', '0'],
      ['deferred', 'U with variance 0.333333/fanIn'],
      ['initialized', '0'],
    ])
    expect(second.rows.map(({ law }) => law)).toEqual(['3', '0', '3', '0'])
    expect(JSON.parse(JSON.stringify(second)).rows).toEqual(second.rows)
    expect(second.rows).toBe(second.rows)
  })
})

describe('plan', () => {
  it('tells of every parameter what initialize would do', () => {
    const [row] = build().plan({ init: kaimingNormal() }).rows
    expect(row).toEqual({
      path: '0.weight',
      shape: [30, 20],
      role: 'weight',
      fans: { fanIn: 20, fanOut: 30 },
      law: 'N(0, 0.316228²)',
      mean: 0,
      std: Math.sqrt(0.1),
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      source: 'init',
      reason: 'init of initialize',
      seedPath: '0.weight',
    })
  })

  it.each<PlanOptions>([
    {},
    { init: kaimingNormal() },
    { init: truncatedNormal({ std: 0.02 }) },
    { init: orthogonal(), rules: [['1.*', constant(4)]] },
    { rules: [[/./, xavierUniform()]] },
  ])('is kept by initialize: %j', (options) => {
    const net = build()
    const { rows } = net.plan(options)
    const report = net.initialize({ ...options, rng: createRng(42), backend: cpu })
    expect(report.rows.map(({ path, law, reason }) => [path, law, reason])).toEqual(
      rows.map(({ path, law, reason }) => [path, law, reason]),
    )
    for (const { path, low, high, std } of rows) {
      const { data } = net.parameters().get(path)!
      expect(data.ge(low!).logicalAnd(data.le(high!)).all().item()).toBe(true)
      const tolerance = 5 / Math.sqrt(data.size)
      expect(Math.abs(Number(data.std().item()) - std!)).toBeLessThanOrEqual(std! * tolerance)
    }
  })

  it('knows the law before it knows the fans', () => {
    expect(String(new Sequential(new Dense(8)).plan({ init: kaimingNormal() }))).toBe(
      [
        'path      shape   role    fans  law            std  source',
        '0.weight  [8, ?]  weight        N(0, 2/fanIn)       init of initialize',
        "0.bias    [8]     bias          0              0    layer's default",
      ].join('\n'),
    )
  })

  it('names absolute paths as seeds', () => {
    const net = build()
    const [row] = net.layers[1].plan().rows
    expect([row!.path, row!.seedPath]).toEqual(['weight', '1.weight'])
  })

  it('changes nothing and needs neither rng nor backend', () => {
    const net = build()
    net.plan({ init: normal() })
    expect([...net.parameters().values()].every(({ state }) => state === 'declared')).toBe(true)
  })

  it('refuses what initialize would refuse', () => {
    const net = build()
    expect(() => net.plan({ rules: [['0.bias', xavierNormal()]] })).toThrow('0.bias: expected axes or fans')
    expect(() => net.plan({ rules: [['2.bias', constant(1)]] })).toThrow(
      'Sequential: expected rule "2.bias" to match a parameter, got none; it has 0.bias, 1.bias',
    )
    const misspelt = { inits: normal() } as never
    expect(() => net.plan(misspelt)).toThrow(
      'Sequential: expected options init, rules, recipe, complete, dialect, got "inits"',
    )
  })

  it('allocates nothing', () => {
    const net = new Sequential(new Dense(100_000, { inUnits: 1_000_000 }))
    expect(net.plan({ init: normal() }).rows).toHaveLength(2)
    expect(() => net.layers[0].weight.initialize({ init: constant(1), backend: cpu })).toThrow(
      '0.weight: expected at most 2^32 elements, as typed arrays hold, got 100000000000',
    )
  })

  it('shows any of its columns as a table', () => {
    const net = new Sequential(new Dense(2, { inUnits: 4 }))
    expect(net.plan({ init: xavierUniform() }).table(['path', 'mean', 'low', 'high', 'seedPath'])).toBe(
      [
        'path      mean  low  high  seedPath',
        '0.weight  0     -1   1     0.weight',
        '0.bias    0     0    0     0.bias',
      ].join('\n'),
    )
    expect(net.layers[0].plan().table(['path', 'seedPath']).split('\n')[1]).toBe('weight  0.weight')
    expect(() => net.plan().table(['paths' as 'path'])).toThrow(
      'plan: expected column to be one of path, shape, role, fans, law, mean, std, low, high, source, seedPath, got "paths"; did you mean "path"?',
    )
  })
})
