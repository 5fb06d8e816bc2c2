import { describe, expect, it } from 'vitest'
import { limitOf, measureLimits } from '../src/limits.mjs'
import { median, race, ratioOf } from '../src/measure.mjs'
import ours from '../src/ours.mjs'
import { table } from '../src/table.mjs'
import { workloads } from '../src/workloads.mjs'

describe('measuring', () => {
  it('takes the middle', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
  })

  it('says above 1 where ours is better', () => {
    expect(ratioOf(2, { a: 8, b: 4 })).toBe(2)
    expect(ratioOf(8, { a: 2, b: 4 }, true)).toBe(2)
    expect(ratioOf(8, {})).toBe(null)
  })

  it('finds the slower of two, and waits for promises', async () => {
    const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))
    const seconds = await race({ ours: () => Math.random(), slow: wait }, { rounds: 3, budget: 0.02 })
    expect(seconds.slow).toBeGreaterThan(0.008)
    expect(seconds.ours).toBeLessThan(seconds.slow)
  })
})

it('limits are positive, and known for all but the smallest workload, checkpoints and costs', () => {
  const limits = measureLimits()
  for (const limit of Object.values(limits)) expect(limit).toBeGreaterThan(0)
  const unknown = Object.keys(workloads).filter((name) => limitOf(name, limits) === undefined)
  expect(unknown.filter((name) => !name.startsWith('cost-'))).toEqual([
    'seed-1b',
    'seed-1b-torch',
    'doctor-1b',
    'tiny-mlp',
  ])
})

it.each(Object.keys(workloads))('there is one of ours for %s', (name) => {
  expect(typeof ours[name as keyof typeof ours]).toBe('function')
})

it('prints a row for each workload', () => {
  const row = {
    workload: 'mm-512',
    size: '512',
    unit: 'GFLOP/s',
    ours: 40,
    peers: { a: 10, b: 20 },
    ratio: 2,
  }
  expect(table([row], () => 50)).toBe(
    [
      '| workload | size | unit | ours | ratio | of the limit | peers |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| mm-512 | 512 | GFLOP/s | 40.0 | 2.00× | 80 % | b 20.0, a 10.0 |',
    ].join('\n'),
  )
})
