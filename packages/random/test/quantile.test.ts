import { describe, expect, it } from 'vitest'
import { exp } from '../src/numerics/exp.ts'
import { log } from '../src/numerics/log.ts'
import { normalSurvival } from '../src/numerics/normal-tail.ts'
import { cutQuantile } from '../src/philox/laws/truncated-normal.ts'
import quantiles from './fixtures/quantiles.json'

describe('cutQuantile', () => {
  it.each(quantiles.cases)('of [$a, $b] at $u is $z', ({ a, b, u, z }) => {
    const [low, high] = [Number(a), Number(b)]
    const tolerance = 2e-14 * Math.max(1, Math.abs(z))
    expect(Math.abs(cutQuantile(low, high)(u) - z)).toBeLessThan(tolerance)
  })

  it('grows with u, also where its branches meet', () => {
    for (const [a, b] of [
      [-2, 2],
      [-9, 9],
      [29.9, Infinity],
      [30, 31],
      [-38, 5],
    ] as const) {
      const quantile = cutQuantile(a, b)
      let last: number = a
      for (let i = 0; i < 20000; i++) {
        const z = quantile((i + 0.5) / 20000)
        expect(z).toBeGreaterThanOrEqual(last)
        last = z
      }
    }
  })
})

describe('ieee-math', () => {
  it('log and exp agree with the engine to an ulp or two', () => {
    for (let x = -700; x < 700; x += 0.37) {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(5e-16)
      expect(Math.abs(log(Math.exp(x)) - Math.log(Math.exp(x)))).toBeLessThanOrEqual(
        3e-16 * Math.max(0.5, Math.abs(x)),
      )
    }
    expect(log(1)).toBe(0)
    expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 12)
    expect(exp(-745.1)).toBe(5e-324)
    expect(exp(-746)).toBe(0)
  })

  it('normalSurvival has the tabulated values', () => {
    expect(normalSurvival(0)).toBe(0.5)
    expect(normalSurvival(-Infinity)).toBe(1)
    expect(normalSurvival(Infinity)).toBe(0)
    // mpmath: erfc(x/√2)/2
    for (const [x, p] of [
      [1, 0.15865525393145705],
      [2, 0.02275013194817921],
      [8, 6.220960574271785e-16],
      [20, 2.7536241186062337e-89],
    ] as const)
      expect(Math.abs(normalSurvival(x) / p - 1)).toBeLessThan(2e-14)
  })
})
