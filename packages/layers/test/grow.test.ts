import { cpu } from '@nn/backend-cpu'
import { constant, normal, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dense, Embedding, grow, type Parameter, Sequential } from '../src/index.ts'

const build = (seed = 42) => {
  const net = new Sequential(
    new Dense(4, { inUnits: 3, weightInit: normal() }),
    new Dense(2, { inUnits: 4, biasInit: constant(1) }),
  )
  net.initialize({ rng: createRng(seed), backend: cpu })
  return net
}
describe('grow', () => {
  const table = (rows: number): Parameter => {
    const net = new Sequential(new Embedding(rows, 4))
    net.initialize({ rng: createRng(42), backend: cpu })
    return net.layers[0].weight
  }

  it('adds the rows that the bigger table starts with, and keeps what was learnt', () => {
    const grown = table(5)
    grown.data.set([0], 9)
    grow(grown, [8, 4])
    expect(grown.shape).toEqual([8, 4])
    expect(grown.data.slice([1, 8]).equals(table(8).data.slice([1, 8]))).toBe(true)
    expect(grown.data.at(0).toNested()).toEqual([9, 9, 9, 9])
    expect(grown.choice!.init.config.name).toBe('normal')
  })

  it('widens a network without changing what it computes', () => {
    const net = build()
    const x = cpu.normal(createRng(1), [5, 3])
    const before = net.forward(x)
    const [first, second] = net.layers
    grow(first.weight, [6, 3])
    grow(first.bias, [6])
    grow(second.weight, [2, 6], { init: zeros() })
    expect(net.forward(x).allClose(before, { atol: 1e-6 })).toBe(true)
    expect(first.weight.data.slice([4, 6]).ne(0).all().item()).toBe(true)
  })

  it('takes another initializer and stream', () => {
    const grown = grow(table(2), [3, 4], { init: constant(7) })
    expect(grown.data.at(2).toNested()).toEqual([7, 7, 7, 7])
    const drawn = grow(table(2), [3, 4], { rng: createRng(1) })
    expect(drawn.data.slice([0, 2]).equals(table(2).data)).toBe(true)
    expect(drawn.data.at(2).equals(table(3).data.at(2))).toBe(false)
  })

  it.each<[number[], string]>([
    [[4, 4], '0.weight: expected a shape of at least [5, 4], got [4, 4]; axes only become longer'],
    [[5], '0.weight: expected a shape of at least [5, 4], got [5]'],
    [[5, Number.NaN], 'got [5, NaN]'],
  ])('refuses %j', (shape, message) => {
    const grown = table(5)
    const before = grown.data.clone()
    expect(() => grow(grown, shape)).toThrow(message)
    expect(grown.data.equals(before)).toBe(true)
  })

  it('needs values', () => {
    expect(() => grow(new Dense(2, { inUnits: 2 }).weight, [3, 2])).toThrow('weight: expected values')
  })
})
