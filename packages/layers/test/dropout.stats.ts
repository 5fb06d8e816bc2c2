import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dropout, Sequential } from '../src/index.ts'

const count = 40_000
const x = cpu.ones([count])

/** How many standard errors the share of zeros is away from a rate. */
function away(share: number, rate: number): number {
  return Math.abs(share - rate) / Math.sqrt((rate * (1 - rate)) / count)
}

describe('Dropout', () => {
  it.each([0.1, 0.5, 0.9])('leaves out a share of %d, and no other, and scales the rest', (rate) => {
    const y = new Dropout(rate, { rng: createRng(42) }).forward(x)
    const share = Number(y.eq(0).cast('float32').mean().item())
    expect(away(share, rate)).toBeLessThan(6)
    expect(away(share, rate * 0.8)).toBeGreaterThan(6)
    expect(y.max().item()).toBe(Math.fround(1 / (1 - rate)))
    expect(Math.abs(Number(y.mean().item()) - 1)).toBeLessThan(6 * Math.sqrt(rate / (1 - rate) / count))
  })

  it('draws masks that are independent between calls and between layers', () => {
    const rng = createRng(42)
    const net = new Sequential(new Dropout(0.5, { rng }), new Dropout(0.5, { rng }))
    const kept = [net.layers[0], net.layers[0], net.layers[1]].map((layer) => layer.forward(x).ne(0))
    const both = (a: number, b: number): number =>
      Number(kept[a]!.logicalAnd(kept[b]!).cast('float32').mean().item())
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      expect(away(both(a, b), 0.25)).toBeLessThan(6)
    }
    expect(away(both(0, 0), 0.25)).toBeGreaterThan(6)
  })
})
