import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defeats, type Place, speedTable, trainingTable, workloads } from '../src/comparison/speed.ts'

const readme = readFileSync(new URL('../../../packages/backend-cpu/README.md', import.meta.url), 'utf8')
const PLACES: Place[] = ['node', 'page']

describe.each(PLACES)('the measurements in a %s', (place) => {
  it('are a table of the README, with machine and date', () => {
    const [where = '', table = ''] = speedTable(place).split('\n\n')
    expect(where).toMatch(/cores, (?:Node|Chromium) [\d.]+, \d{4}-\d\d-\d\d:$/)
    expect(readme).toContain(table)
  })

  it('have ratios that follow from ours and the best of the others', () => {
    const compared = workloads(place).filter(({ ratio }) => ratio !== undefined)
    expect(compared.length).toBeGreaterThan(20)
    for (const { name, unit, ours, ratio = 0, peers } of compared) {
      const values = peers.map(([, value]) => value)
      const best = unit.includes('/s') ? ours / Math.max(...values) : Math.min(...values) / ours
      expect(Math.abs(ratio / best - 1), name).toBeLessThan(0.01)
    }
  })

  it('in which others are ahead are all listed, and no others', () => {
    const listed = [...defeats(place).matchAll(/^- `(.*?)`/gm)].map(([, name]) => name)
    const behind = workloads(place).filter(({ ratio = 1 }) => ratio < 1)
    expect(behind.length).toBeGreaterThan(5)
    expect(listed.toSorted()).toEqual(behind.map(({ name }) => name).toSorted())
    expect(defeats(place)).not.toMatch(/ahead *$/m)
  })
})

it('training steps are those of @nn/autograd', () => {
  expect(trainingTable()).toMatch(/^One training step.*\d{4}-\d\d-\d\d/)
  expect(trainingTable()).toContain('| LSTM')
})
