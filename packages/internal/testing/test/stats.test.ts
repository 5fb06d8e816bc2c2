import { describe, expect, it } from 'vitest'
import {
  assertCounts,
  assertLaw,
  assertUncorrelated,
  erf,
  ksStatistic,
  moments,
  normalLaw,
  truncatedNormalLaw,
  uniformLaw,
} from '../src/index.ts'

/** A perfect sample: the law's quantiles, here of U[0, 1). */
const grid = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n)

describe('erf', () => {
  it('has the tabulated values', () => {
    expect(erf(0.5)).toBeCloseTo(0.5204998778130465, 14)
    expect(erf(2)).toBeCloseTo(0.9953222650189527, 14)
    expect(erf(-3)).toBeCloseTo(-0.9999779095030014, 14)
  })
})

describe('moments and KS', () => {
  it('are those of the uniform grid', () => {
    const { mean, variance } = moments(grid(1000))
    expect(mean).toBeCloseTo(0.5, 12)
    expect(variance).toBeCloseTo(1 / 12, 6)
    expect(ksStatistic(grid(1000), (x) => x)).toBeCloseTo(0.5 / Math.sqrt(1000), 10)
  })
})

describe('laws', () => {
  it('truncatedNormalLaw at ±2 has the known std', () => {
    expect(truncatedNormalLaw(0, 1, -2, 2).std).toBeCloseTo(0.8796256610342398, 13)
  })
  it('cdf runs from 0 to 1', () => {
    expect(normalLaw(1, 2).cdf(1)).toBe(0.5)
    expect(uniformLaw(-1, 3).cdf(0)).toBe(0.25)
    expect(truncatedNormalLaw(0, 1, -1, 2).cdf(2)).toBeCloseTo(1, 12)
  })
})

describe('assertLaw', () => {
  it('accepts the law and rejects a shifted, a wider and a reshaped one', () => {
    const sample = grid(100000)
    expect(() => assertLaw(sample, uniformLaw(0, 1))).not.toThrow()
    expect(() => assertLaw(sample, uniformLaw(0.01, 1.01))).toThrow(/mean/)
    expect(() => assertLaw(sample, uniformLaw(-0.02, 1.02))).toThrow(/variance/)
    expect(() => assertLaw(sample, normalLaw(0.5, Math.sqrt(1 / 12)))).toThrow(/KS/)
  })
  it('does not let NaN pass', () => {
    expect(() => assertLaw([Number.NaN, 1], uniformLaw(0, 1))).toThrow(/mean/)
  })
})

describe('assertCounts', () => {
  it('rejects what is too uneven and what is too even', () => {
    const expected = new Array(1000).fill(1000)
    expect(() =>
      assertCounts(
        expected.map((n, i) => n + (i % 2 ? 40 : -40)),
        expected,
      ),
    ).toThrow(/chi/)
    expect(() => assertCounts(expected, expected)).toThrow(/chi/)
    expect(() =>
      assertCounts(
        expected.map((n, i) => n + (i % 2 ? 32 : -32)),
        expected,
      ),
    ).not.toThrow()
  })
})

describe('assertUncorrelated', () => {
  it('rejects a copy with noise and accepts orthogonal samples', () => {
    const a = grid(1000).map((x) => Math.sin(2 * Math.PI * x))
    const b = grid(1000).map((x) => Math.cos(2 * Math.PI * x))
    expect(() => assertUncorrelated(a, b)).not.toThrow()
    expect(() =>
      assertUncorrelated(
        a,
        b.map((x, i) => x + 0.3 * a[i]!),
      ),
    ).toThrow(/correlation/)
  })
})
