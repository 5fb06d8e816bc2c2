import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it, vi } from 'vitest'
import { Dense, ModuleList, Sequential } from '../src/index.ts'

/** How often a regular expression is tried while `run` runs. */
function countTests(run: () => unknown): number {
  const test = vi.spyOn(RegExp.prototype, 'test')
  run()
  const { length } = test.mock.calls
  test.mockRestore()
  return length
}

const layers = (count: number) =>
  new ModuleList(Array.from({ length: count }, () => new Dense(1, { inUnits: 1 })))

describe('n rules of exact paths on n layers', () => {
  it('are found by their paths, not by trying each', () => {
    const costs = [200, 400].map((count) => {
      const net = layers(count)
      const rules = Array.from({ length: count }, (_, i) => [`${i}.weight`, constant(i)] as const)
      return countTests(() => net.initialize({ rules, backend: cpu }))
    })
    expect(costs[1]! / Math.max(1, costs[0]!)).toBeLessThan(2.5)
  })

  it('give each its own, whatever globs stand between', () => {
    const net = layers(4)
    const rules = [
      ['2.weight', constant(2)],
      ['?.weight', constant(7)],
      ['3.bias', constant(3)],
      ['3.*', constant(4)],
    ] as const
    const wanted = { '0.weight': 7, '2.weight': 2, '3.weight': 7, '3.bias': 3, '2.bias': 0 }
    const run = () => net.initialize({ rules: rules.slice(0, 3), backend: cpu })
    run()
    for (const [path, value] of Object.entries(wanted))
      expect(net.parameters().get(path)?.data.toArray()[0]).toBe(value)
    expect(() => net.initialize({ rules, backend: cpu, forceReinit: true })).toThrow(
      'rule "3.*" to be the first for a parameter, got rule "?.weight" before it',
    )
  })
})

describe('a constant that is a tensor', () => {
  it('is not taken apart into nested arrays, unless its config is read', () => {
    const values = cpu.normal(createRng(1), [20, 10])
    const nested = vi.spyOn(Object.getPrototypeOf(values), 'toNested')
    const law = constant(values)
    const net = new Sequential(new Dense(20, { inUnits: 10 }))
    net.initialize({ rules: [['0.weight', law]], backend: cpu })
    expect(net.layers[0].weight.data.equals(values)).toBe(true)
    expect(nested).not.toHaveBeenCalled()
    nested.mockRestore()
    expect(JSON.parse(JSON.stringify(law)).value).toEqual(values.toNested())
  })

  it('is copied: what is written to the tensor later is not in it', () => {
    const values = cpu.ones([2, 2])
    const law = constant(values)
    values.fill_(3)
    const net = new Dense(2, { inUnits: 2 })
    net.initialize({ init: law, backend: cpu })
    net.weight.data.fill_(5)
    net.initialize({ init: law, forceReinit: true })
    expect(net.weight.data.toNested()).toEqual([
      [1, 1],
      [1, 1],
    ])
  })

  it('is too large for JSON at some size, and says so', () => {
    const law = constant(cpu.zeros([2 ** 11, 2 ** 11 + 1]))
    expect(() => JSON.stringify(law)).toThrow(
      'constant: expected at most 4194304 elements as JSON, got 4196352; keep them in a file, and read them by fromCheckpoint',
    )
  })
})
