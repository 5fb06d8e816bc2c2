import { describe, expect, test } from 'vitest'
import { type Elementwise, meanProduct, meanSquare, slopeSquare } from '../../src/theory/expectation.ts'

const linear: Elementwise = { phi: (x) => x, slope: () => 1, kinks: [] }
const relu: Elementwise = { phi: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0) }
const hardtanh: Elementwise = {
  phi: (x) => Math.min(1, Math.max(-1, x)),
  slope: (x) => (Math.abs(x) < 1 ? 1 : 0),
  kinks: [-1, 1],
}
const sine: Elementwise = { phi: Math.sin, slope: Math.cos, kinks: [], period: 2 * Math.PI }
const tanh: Elementwise = { phi: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2, kinks: [] }
const erf: Elementwise = { phi: erfOf, slope: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x), kinks: [] }

/** By the series of erf near 0 and the continued fraction of erfc far from it. */
function erfOf(x: number): number {
  if (x < 0) return -erfOf(-x)
  if (x > 3) {
    let fraction = 0
    for (let k = 60; k > 0; k--) fraction = k / 2 / (x + fraction)
    return 1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction)
  }
  let [term, sum] = [x, x]
  for (let k = 1; k < 80; k++) {
    term *= (-x * x) / k
    sum += term / (2 * k + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

const VARIANCES = [0, 1e-12, 1e-4, 0.1, 1, 2.5, 17, 400, 1e4, 1e12]
const CORRELATIONS = [-1, -0.7, 0, 0.3, 0.9, 0.999, 0.9999999, 1]

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

describe('E φ(u) φ(v) is that of closed forms', () => {
  test.each(CORRELATIONS)('correlation %d', (c) => {
    for (const [a, b] of [
      [1, 1],
      [0.3, 0.3],
      [2, 0.5],
      [30, 30],
      [1e-6, 1],
    ] as const) {
      const pair = { variances: [a, b] as const, correlation: c }
      const scale = Math.sqrt(a * b)
      near(meanProduct(linear, pair), c * scale, scale)
      // Cho and Saul, 2009: √(ab) (sin θ + (π − θ) cos θ) / 2π.
      const angle = Math.acos(c)
      const wanted = (scale * (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle))) / (2 * Math.PI)
      near(meanProduct(relu, pair), wanted, scale / 2)
      const inner = (2 * c * scale) / Math.sqrt((1 + 2 * a) * (1 + 2 * b))
      near(meanProduct(erf, pair), (2 / Math.PI) * Math.asin(inner), 1)
      near(meanProduct(sine, pair), Math.exp(-(a + b) / 2) * Math.sinh(c * scale), 1)
    }
  })

  test('equal inputs give the second moment', () => {
    for (const of of [linear, relu, tanh, hardtanh, erf])
      for (const q of [0.01, 1, 40])
        near(meanProduct(of, { variances: [q, q], correlation: 1 }), meanSquare(of, q))
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
