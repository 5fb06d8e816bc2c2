import { describe, expect, it } from 'vitest'
import { truncatedNormal, uniform } from '../src/index.ts'
import golden from './fixtures/formulas.json' with { type: 'json' }

const request = { shape: [], fans: undefined }

describe('the moments of described laws are those of fixtures/formulas.json', () => {
  it.each(golden.truncatedNormal)('N(0, 1) cut to [$lower, $upper]', ({ lower, upper, mean, std }) => {
    const low = lower ?? Number.NEGATIVE_INFINITY
    const high = upper ?? Number.POSITIVE_INFINITY
    const law = truncatedNormal({ low, high }).describe(request)
    expect(law.mean).toBeCloseTo(mean, 12)
    expect(Math.abs(law.std! / std - 1)).toBeLessThan(1e-11)
    expect([law.low, law.high]).toEqual([low, high])
  })

  it.each(golden.uniform)('U[$a, $b)', ({ a, b, mean, std }) => {
    const law = uniform({ low: a, high: b }).describe(request)
    expect(law.mean).toBeCloseTo(mean, 15)
    expect(law.std).toBeCloseTo(std, 14)
  })
})
