import { afterEach, describe, expect, it, vi } from 'vitest'
import { limitOf, measureLimits } from '../src/limits.mjs'
import { median, race, ratioOf, relative } from '../src/measure.mjs'
import ours from '../src/ours.mjs'
import { rowOf } from '../src/row.mjs'
import { table } from '../src/table.mjs'
import { workloads } from '../src/workloads.mjs'

afterEach(() => void vi.restoreAllMocks())

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

  it('says how many times longer one takes than another', async () => {
    let clock = 0
    const takes = (milliseconds: number) => () => {
      clock += milliseconds
    }
    vi.spyOn(performance, 'now').mockImplementation(() => clock)
    const { ours } = await race({ ours: relative(takes(30), takes(10)) }, { rounds: 1 })
    expect(ours).toBeCloseTo(3, 9)
  })
})

it('limits are positive, and known where a workload is one of memory or of arithmetic', () => {
  const limits = measureLimits()
  for (const limit of Object.values(limits)) expect(limit).toBeGreaterThan(0)
  const known = Object.keys(workloads).filter((name) => limitOf(name, limits) !== undefined)
  expect(known).toEqual([
    ...['uniform', 'normal', 'truncated-normal', 'gpt2-init', 'orthogonal-256', 'orthogonal-1024'],
    ...['linear-1', 'linear-64', 'mm-512', 'depthwise', 'pointwise', 'mask', 'relu'],
  ])
})

it.each(Object.keys(workloads))('there is one of ours for %s', (name) => {
  expect(typeof ours[name as keyof typeof ours]).toBe('function')
})

describe('rows', () => {
  const row = rowOf(
    'mm-512',
    { size: '512', unit: 'GFLOP/s', more: true },
    { ours: 40, a: 10, b: 20, 'onnxruntime-node': 160, numpy: 80 },
  )

  it('have a ratio to the best peer of a page, and one to native code', () => {
    expect(row).toEqual({
      ...{ workload: 'mm-512', size: '512', unit: 'GFLOP/s', ours: 40, peers: { a: 10, b: 20 }, ratio: 2 },
      native: { peers: { 'onnxruntime-node': 160, numpy: 80 }, ratio: 0.25 },
    })
    expect(rowOf('cost-rules', { size: '1', unit: 'ms' }, { ours: 1 })).toEqual({
      ...{ workload: 'cost-rules', size: '1', unit: 'ms', ours: 1, peers: {}, ratio: null },
    })
  })

  it('are lines of a table', () => {
    expect(table([row], () => 50)).toBe(
      [
        '| workload | size | unit | ours | ratio | peers | native code | of the limit |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
        '| mm-512 | 512 | GFLOP/s | 40.0 | 2.00× | b 20.0, a 10.0 | 0.250×: onnxruntime-node 160, numpy 80.0 | 80 % |',
      ].join('\n'),
    )
    expect(table([row]).split('\n')[2]).toBe('| mm-512 | 512 | GFLOP/s | 40.0 | 2.00× | b 20.0, a 10.0 |')
  })
})

it('pages are given everything but what needs files', () => {
  const only = Object.entries(workloads).flatMap(([name, { node }]: [string, { node?: boolean }]) =>
    node ? name : [],
  )
  expect(only).toEqual(['seed-1b', 'seed-1b-torch', 'doctor-1b'])
})
