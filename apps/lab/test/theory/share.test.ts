import { createRng } from '@nn/random'
import { expect, test } from 'vitest'
import { ACTIVATIONS } from '../../src/activations/activations.ts'
import { normalShare } from '../../src/activations/erf.ts'
import { flatShare } from '../../src/theory/share.ts'

test('of tanh is the Gaussian beyond ±artanh √0.9', () => {
  const end = Math.atanh(Math.sqrt(0.9))
  for (const q of [0.1, 1, 9, 1e4, 1e14]) {
    expect(flatShare(ACTIVATIONS.tanh, 0.1, q)).toBeCloseTo(2 * normalShare(-end / Math.sqrt(q)), 10)
  }
})

test('of relu is half, of linear none, of zeros all or none', () => {
  expect(flatShare(ACTIVATIONS.relu, 0.1, 3)).toBeCloseTo(0.5, 12)
  expect(flatShare(ACTIVATIONS.linear, 0.1, 3)).toBe(0)
  expect(flatShare(ACTIVATIONS.relu, 0.1, 0)).toBe(1)
  expect(flatShare(ACTIVATIONS.tanh, 0.1, 0)).toBe(0)
  expect(flatShare(ACTIVATIONS.tanh, 0.1, Number.NaN)).toBeNaN()
})

test('of a wide sine is that of its period', () => {
  const whole = (2 / Math.PI) * Math.asin(0.1)
  expect(flatShare(ACTIVATIONS.sine, 0.1, 1e8)).toBeCloseTo(whole, 4)
  expect(flatShare(ACTIVATIONS.sine, 0.1, 36)).toBeCloseTo(whole, 4)
})

test('is the measured share, for every activation, and that of another variance is not', () => {
  const n = 200_000
  const numbers = createRng(3).normal(new Float64Array(n))
  for (const [name, of] of Object.entries(ACTIVATIONS)) {
    const limit = of.largestSlope / 10
    const measured = numbers.filter((z) => Math.abs(of.slope(2 * z)) < limit).length / n
    const share = flatShare(of, limit, 4)
    const error = Math.sqrt((share * (1 - share)) / n)
    expect(Math.abs(measured - share), name).toBeLessThanOrEqual(5 * error)
    if (error > 0 && name !== 'relu' && name !== 'leakyRelu' && name !== 'sine') {
      expect(Math.abs(measured - flatShare(of, limit, 4.4)), name).toBeGreaterThan(5 * error)
    }
  }
})
