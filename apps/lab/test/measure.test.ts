import { constant, normal, orthogonal, truncatedNormal, uniform } from '@nn/init'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histogram, rangeOf } from '../src/measure/histogram.ts'
import { lawDensity } from '../src/measure/law-density.ts'
import { moments } from '../src/measure/moments.ts'
import { growthOf } from '../src/signal/growth.ts'

describe('moments', () => {
  it('are those of the definitions', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const { mean, std, rms, min, max } = moments(values)
        const n = values.length
        const average = values.reduce((sum, value) => sum + value / n, 0)
        const variance = values.reduce((sum, value) => sum + (value - average) ** 2 / n, 0)
        const size = Math.max(...values.map(Math.abs), 1e-30)
        expect(Math.abs(mean - average) / size).toBeLessThan(1e-12)
        expect(Math.abs(std - Math.sqrt(variance)) / size).toBeLessThan(1e-7)
        expect(Math.abs(rms ** 2 - average ** 2 - variance) / size ** 2).toBeLessThan(1e-12)
        expect([min, max]).toEqual([Math.min(...values), Math.max(...values)])
      }),
    )
  })

  it('of equal numbers have no deviation at all, even large ones', () => {
    expect(moments(new Float32Array(1000).fill(0.1))).toMatchObject({ std: 0 })
    expect(moments([1e30, 1e30, 1e30]).std).toBe(0)
  })

  it('of no numbers, and of what is none, are NaN', () => {
    expect(moments([]).mean).toBeNaN()
    expect(moments([1, Number.NaN]).rms).toBeNaN()
    expect(moments([Number.POSITIVE_INFINITY, 1]).mean).toBeNaN()
  })
})

describe('a histogram', () => {
  it('counts each number once, in its bin', () => {
    const values = [-2, -1, -0.5, 0, 0.49, 0.5, 1, 1.5, Number.NaN]
    expect(histogram(values, { low: -1, high: 1, bins: 4 })).toEqual({
      low: -1,
      high: 1,
      counts: [1, 1, 2, 2],
      below: 1,
      above: 1,
    })
  })

  it('has a range in which nearly all numbers are', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 50 }), (values) => {
        const { low, high } = rangeOf(moments(values))
        expect(low).toBeLessThan(high)
        const { counts, below, above } = histogram(values, { low, high, bins: 7 })
        expect(counts.reduce((sum, count) => sum + count, below + above)).toBe(values.length)
        // Chebyshev: at most 1/25 is beyond five deviations.
        if (values.every(Number.isFinite)) expect(below + above).toBeLessThanOrEqual(values.length / 25)
      }),
    )
  })
})

describe('the density of a law', () => {
  const request = { shape: [8, 8], fans: { fanIn: 8, fanOut: 8 } }

  it('is that of uniform, normal and cut normal laws', () => {
    expect(lawDensity(uniform({ low: -1, high: 3 }).describe(request)).at(5)?.[1]).toBe(0.25)
    const bell = lawDensity(normal({ mean: 1, std: 2 }).describe(request))
    expect(Math.max(...bell.map(([, y]) => y))).toBeCloseTo(1 / (2 * Math.sqrt(2 * Math.PI)), 12)
    const cut = lawDensity(truncatedNormal({ std: 0.5, low: -1, high: 1 }).describe(request))
    expect(cut[0]).toEqual([-0.5, 0])
    // φ(0) / 0.5 / (Φ(1) − Φ(−1)).
    expect(Math.max(...cut.map(([, y]) => y))).toBeCloseTo(0.7978845608028654 / 0.6826894921370859, 6)
  })

  it('is nothing of other laws', () => {
    expect(lawDensity(constant(1).describe(request))).toEqual([])
    expect(lawDensity(orthogonal().describe(request))).toEqual([])
    expect(lawDensity({ text: 'custom' })).toEqual([])
  })
})

describe('growth', () => {
  it('is the factor that, taken for each step, gives the last from the first', () => {
    const points = [3, 5, 12].map((measured) => ({ measured, predicted: 2 * measured }))
    const { measured, predicted } = growthOf(points)
    expect(9 * measured ** 2).toBeCloseTo(144, 9)
    expect(36 * (predicted ?? 0) ** 2).toBeCloseTo(576, 9)
    expect(
      growthOf([
        { measured: 1, predicted: 1 },
        { measured: 2, predicted: undefined },
      ]),
    ).toEqual({
      measured: 4,
      predicted: undefined,
    })
  })
})
