import { describe, expect, it } from 'vitest'
import { erf, erfc } from '../src/kernels/erf.ts'
import table from './fixtures/erf.json' with { type: 'json' }

const relative = (actual: number, expected: number): number =>
  actual === expected ? 0 : Math.abs(actual / expected - 1)

describe('erf and erfc, against the C library', () => {
  it.each(table as [number, number, number][])('at %s', (x, erfOfX, erfcOfX) => {
    expect(relative(erf(x), erfOfX)).toBeLessThan(1e-15)
    expect(relative(erfc(x), erfcOfX)).toBeLessThan(1e-14)
  })

  it('are odd, and complements, at the ends too', () => {
    expect([erf(0), erf(-0), erf(Infinity), erf(-Infinity), erf(NaN)]).toEqual([0, -0, 1, -1, NaN])
    expect([erfc(0), erfc(Infinity), erfc(-Infinity), erfc(NaN)]).toEqual([1, 0, 2, NaN])
    for (const x of [0.3, 1.6, 4]) expect(erf(-x)).toBe(-erf(x))
  })
})
