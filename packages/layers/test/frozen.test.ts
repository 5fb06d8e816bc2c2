import { cpu } from '@nn/backend-cpu'
import { constant, normal, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { BatchNorm, Dense, InstanceNorm, Module, reinit, Sequential, StateBuffer } from '../src/index.ts'

const loaded = { mean: cpu.tensor([5, 6]), variance: cpu.tensor([7, 8]) }
const build = () => {
  const net = new Sequential(
    new BatchNorm({ channels: 2 }),
    new Dense(2, { inUnits: 2 }),
    new BatchNorm({ channels: 2 }),
  )
  net.initialize({ rng: createRng(42), backend: cpu })
  for (const norm of [net.layers[0], net.layers[2]]) {
    norm.runningMean.data.copy_(loaded.mean)
    norm.runningVar.data.copy_(loaded.variance)
  }
  return net
}
const stats = ({ runningMean, runningVar }: BatchNorm) =>
  [runningMean, runningVar].map(({ data }) => data.toNested())
const LOADED = [
  [5, 6],
  [7, 8],
]
const FIRST = [
  [0, 0],
  [1, 1],
]
const x = cpu.tensor([
  [1, 2],
  [3, 5],
])

describe('statistics of a frozen norm', () => {
  it('stay under forceReinit, the others start again', () => {
    const net = build()
    net.layers[0].freeze()
    const report = net.initialize({ init: normal(), rng: createRng(1), forceReinit: true })
    expect(stats(net.layers[0])).toEqual(LOADED)
    expect(stats(net.layers[2])).toEqual(FIRST)
    const rows = report.rows.filter(({ path }) => path.endsWith('runningMean'))
    expect(rows.map(({ status }) => status)).toEqual(['kept', 'initialized'])
  })

  it('stay in training, which normalises by the batch', () => {
    const norm = new BatchNorm({ channels: 2 })
    norm.initialize({ backend: cpu })
    const moving = norm.clone().forward(x)
    norm.freeze()
    expect(norm.forward(x).equals(moving)).toBe(true)
    expect(stats(norm)).toEqual(FIRST)
    expect(norm.numBatchesTracked.data.item()).toBe(0)
    norm.unfreeze().forward(x)
    expect(norm.numBatchesTracked.data.item()).toBe(1)
  })

  it('are frozen with the last of its parameters, and not before', () => {
    const norm = new BatchNorm({ channels: 2 })
    norm.weight.freeze()
    expect(norm.runningMean.isFrozen).toBe(false)
    norm.bias.freeze()
    expect(norm.runningMean.isFrozen).toBe(true)
    norm.weight.unfreeze()
    expect(norm.runningMean.isFrozen).toBe(false)
  })

  it('are frozen by freeze() where there are no parameters, in copies too', () => {
    const norm = new InstanceNorm({ channels: 2, trackRunningStats: true })
    norm.initialize({ backend: cpu })
    const copy = norm.freeze().clone()
    copy.forward(cpu.ones([1, 2, 3]).mul(4))
    expect(copy.runningMean.data.toNested()).toEqual([0, 0])
    norm.initialize({ backend: cpu, forceReinit: true })
    copy.unfreeze().forward(cpu.ones([1, 2, 3]).mul(4))
    expect(copy.runningMean.data.toNested()).not.toEqual([0, 0])
  })

  it('start as other first values do if there are none yet', () => {
    const norm = new BatchNorm({ channels: 2 })
    norm.freeze().initialize({ backend: cpu })
    expect(stats(norm)).toEqual(FIRST)
  })

  it('of a layer of one’s own are its to leave', () => {
    class Counter extends Module {
      readonly calls = new StateBuffer({ shape: [], dtype: 'int32', init: zeros() })
      forward(x: Tensor): Tensor {
        this.materialize(x.backend)
        if (!this.calls.isFrozen) this.calls.data.add_(1)
        return x
      }
    }
    const net = new Sequential(new Counter())
    net.forward(x)
    net.freeze().forward(x)
    expect(net.layers[0].calls.data.item()).toBe(1)
  })
})

describe('reinit', () => {
  it.each<[where: Parameters<typeof reinit>[1], first: boolean, last: boolean]>([
    [{}, true, true],
    [{ where: '2.*' }, false, true],
    [{ where: BatchNorm }, true, true],
    [{ where: ['2.weight', '2.bias'] }, false, true],
    [{ where: { role: 'bias' } }, false, false],
    [{ where: '0.running*' }, true, false],
    [{ where: { role: 'buffer' } }, true, true],
    [{ shrink: 0.5, noise: 0 }, false, false],
  ])('%j restarts the buffers of what it restarts', (options, first, last) => {
    const net = build()
    reinit(net, { rng: createRng(7), ...options })
    expect(stats(net.layers[0])).toEqual(first ? FIRST : LOADED)
    expect(stats(net.layers[2])).toEqual(last ? FIRST : LOADED)
  })

  it('leaves those of what is frozen', () => {
    const net = build()
    net.layers[0].freeze()
    const report = reinit(net, { rng: createRng(7) })
    expect(stats(net.layers[0])).toEqual(LOADED)
    expect(stats(net.layers[2])).toEqual(FIRST)
    expect(report.rows.map(({ path }) => path)).toContain('2.runningVar')
  })
})

it('buffers have rows in plans, in the order of the fields', () => {
  const net = new Sequential(new BatchNorm(), new Dense(1))
  const rows = net.plan({ init: constant(1) }).rows.map(({ path, role, law }) => [path, role, law])
  expect(rows).toEqual([
    ['0.weight', 'scale', '1'],
    ['0.bias', 'bias', '0'],
    ['0.runningMean', 'buffer', '0'],
    ['0.runningVar', 'buffer', '1'],
    ['0.numBatchesTracked', 'buffer', '0'],
    ['1.weight', 'weight', '1'],
    ['1.bias', 'bias', '0'],
  ])
})
