import { cpu } from '@nn/backend-cpu'
import { constant, normal } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dense, Embedding, reinit, Sequential } from '../src/index.ts'

const build = (seed = 42) => {
  const net = new Sequential(
    new Dense(4, { inUnits: 3, weightInit: normal() }),
    new Dense(2, { inUnits: 4, biasInit: constant(1) }),
  )
  net.initialize({ rng: createRng(seed), backend: cpu })
  return net
}
const values = (net: Sequential<readonly Dense[]>) =>
  new Map([...net.parameters()].map(([path, { data }]) => [path, data.clone()]))

describe('reinit', () => {
  it('gives fresh values by the initializers of the start, in the same storage', () => {
    const [net, other] = [build(), build(7)]
    const { data } = net.layers[0].weight
    reinit(net, { rng: createRng(7) })
    expect([...values(net)].every(([path, value]) => value.equals(values(other).get(path)!))).toBe(true)
    expect(net.layers[0].weight.data).toBe(data)
  })

  it('restarts a part, and says which', () => {
    const net = build()
    const before = values(net)
    const report = reinit(net, { where: ['1.*', { role: 'bias' }], rng: createRng(7) })
    expect(report.rows.map(({ path, status }) => [path, status])).toEqual([
      ['0.weight', 'kept'],
      ['0.bias', 'initialized'],
      ['1.weight', 'initialized'],
      ['1.bias', 'initialized'],
    ])
    expect(net.layers[0].weight.data.equals(before.get('0.weight')!)).toBe(true)
    expect(net.layers[1].weight.data.equals(build(7).layers[1].weight.data)).toBe(true)
  })

  it('shrinks and perturbs', () => {
    const [net, fresh] = [build(), build(7)]
    const before = values(net)
    reinit(net, { rng: createRng(7), shrink: 0.4, noise: 0.1 })
    for (const [path, { data }] of net.parameters()) {
      const wanted = fresh.parameters().get(path)!.data.mul(0.1).add(before.get(path)!.mul(0.4))
      expect(data.equals(wanted)).toBe(true)
    }
    const { init } = net.layers[0].weight.choice!
    expect(init.config.name).toBe('normal')
  })

  it('needs no stream where nothing is drawn', () => {
    const net = build()
    const before = values(net)
    reinit(net, { shrink: 0.5, noise: 0 })
    expect(net.layers[0].weight.data.equals(before.get('0.weight')!.mul(0.5))).toBe(true)
    reinit(net, { where: '1.bias' })
    expect(net.layers[1].bias.data.toNested()).toEqual([1, 1])
  })

  it('leaves frozen parameters, and takes the default of loaded ones', () => {
    const net = build()
    net.layers[0].freeze()
    net.loadStateDict({ '1.bias': cpu.zeros([2]) }, { strict: false })
    const before = values(net)
    reinit(net, { rng: createRng(7) })
    expect(net.layers[0].weight.data.equals(before.get('0.weight')!)).toBe(true)
    expect(net.layers[1].bias.data.toNested()).toEqual([1, 1])
  })

  it.each<[Parameters<typeof reinit>[1], string]>([
    [
      { rng: createRng(7), where: '2.*' },
      'reinit of Sequential: expected "2.*" to match a parameter, got none; it has 0.bias, 1.bias, 0.weight',
    ],
    [
      { rng: createRng(7), where: {} },
      'reinit of Sequential: expected a path, a pattern, a class or { path, role, type }, got an object',
    ],
    [
      { rng: createRng(7), where: Embedding },
      'expected Embedding to match a parameter, got none; it has Dense',
    ],
    [{}, '0.weight: expected rng for a random initializer, got none'],
    [{ shrink: Number.NaN }, 'reinit of Sequential: expected shrink to be a number, got NaN'],
    [{ noise: '1' as never }, 'reinit of Sequential: expected noise to be a number, got "1"'],
    [{ shrunk: 1 } as never, 'got "shrunk"; did you mean "shrink"?'],
  ])('%#: refuses, and changes nothing', (options, message) => {
    const net = build()
    const before = values(net)
    expect(() => reinit(net, options)).toThrow(message)
    expect([...values(net)].every(([path, value]) => value.equals(before.get(path)!))).toBe(true)
  })

  it('cannot shrink what there is not', () => {
    const net = new Sequential(new Dense(2))
    net.initialize({ rng: createRng(42) })
    expect(() => reinit(net, { rng: createRng(7), shrink: 1 })).toThrow(
      '0.weight: expected values to shrink, got a parameter without; initialise it first',
    )
    expect(reinit(net, { rng: createRng(7) }).rows[0]!.status).toBe('deferred')
  })
})
