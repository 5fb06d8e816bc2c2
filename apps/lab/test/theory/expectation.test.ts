import { describe, expect, test } from 'vitest'
import { ACTIVATIONS } from '../../src/activations/activations.ts'
import { erf as erfOf } from '../../src/activations/erf.ts'
import { type Elementwise, meanSquare, slopeSquare } from '../../src/theory/expectation.ts'

const { linear, relu, hardtanh, sine, tanh, erf } = ACTIVATIONS

const VARIANCES = [0, 1e-12, 1e-4, 0.1, 1, 2.5, 17, 400, 1e4, 1e12]
/** Equal to six digits of the larger. */
function near(actual: number, expected: number, scale = Math.abs(expected)): void {
  expect(Math.abs(actual - expected), `${actual} and ${expected}`).toBeLessThanOrEqual(1e-6 * scale)
}

describe('E φ² and E φ′² are those of closed forms', () => {
  test.each(VARIANCES)('variance %d', (q) => {
    near(meanSquare(linear, q), q)
    near(slopeSquare(linear, q), 1)
    near(meanSquare(relu, q), q / 2)
    near(slopeSquare(relu, q), q === 0 ? 0 : 0.5)
    // Williams, 1997: (2/π) asin(2q / (1 + 2q)); its slope (4/π) / √(1 + 4q).
    near(meanSquare(erf, q), (2 / Math.PI) * Math.asin((2 * q) / (1 + 2 * q)))
    near(slopeSquare(erf, q), 4 / Math.PI / Math.sqrt(1 + 4 * q))
    near(meanSquare(sine, q), -Math.expm1(-2 * q) / 2)
    near(slopeSquare(sine, q), (1 + Math.exp(-2 * q)) / 2)
    const inside = q === 0 ? 1 : erfOf(1 / Math.sqrt(2 * q))
    near(slopeSquare(hardtanh, q), inside)
  })

  test('E z² within bounds is that of a cut Gaussian', () => {
    for (const q of [0.1, 1, 30]) {
      const [std, inside] = [Math.sqrt(q), erfOf(1 / Math.sqrt(2 * q))]
      const square = q * inside - 2 * std * (Math.exp(-1 / (2 * q)) / Math.sqrt(2 * Math.PI)) + 1 - inside
      near(meanSquare(hardtanh, q), square)
    }
  })

  test('a jump that is not told spoils it: the check sees 1e-6', () => {
    const slope = (x: number): number => (Math.abs(x) < 1.3 ? 1 : 0)
    const inside = erfOf(1.3 / Math.sqrt(2))
    near(slopeSquare({ ...hardtanh, slope, kinks: [-1.3, 1.3] }, 1), inside)
    expect(() => near(slopeSquare({ ...hardtanh, slope, kinks: [] }, 1), inside)).toThrow(/and/)
  })
})

test('what overflowed has limits, and what is no number none', () => {
  expect(meanSquare(tanh, Number.POSITIVE_INFINITY)).toBe(1)
  expect(meanSquare(relu, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
  expect(meanSquare(tanh, Number.NaN)).toBeNaN()
  near(meanSquare(tanh, 1e100), 1)
  near(meanSquare(relu, 1e300), 5e299)
})

test('what was computed is remembered, for each function on its own', () => {
  let calls = 0
  const counted: Elementwise = {
    phi: (x) => {
      calls++
      return x
    },
    slope: () => 1,
  }
  const first = meanSquare(counted, 2)
  const after = calls
  expect(meanSquare(counted, 2)).toBe(first)
  expect(calls).toBe(after)
  expect(meanSquare(relu, 2)).not.toBe(first)
})
