import { expect, test } from 'vitest'
import { ACTIVATIONS } from '../../src/activations/activations.ts'
import { meanSquare } from '../../src/theory/expectation.ts'
import { productOf } from '../../src/theory/product.ts'

const { linear, relu, erf, sine } = ACTIVATIONS

/** In closed form, for variance q and correlation c. */
const CLOSED = {
  linear: (q: number, c: number) => q * c,
  // Cho and Saul, 2009.
  relu: (q: number, c: number) => {
    const angle = Math.acos(c)
    return (q * (Math.sin(angle) + (Math.PI - angle) * c)) / (2 * Math.PI)
  },
  // Williams, 1997.
  erf: (q: number, c: number) => (2 / Math.PI) * Math.asin((2 * q * c) / (1 + 2 * q)),
  sine: (q: number, c: number) => Math.exp(-q) * Math.sinh(q * c),
}

test.each([0.01, 0.3, 1, 4, 16])('E φ(u) φ(v) is that of closed forms: variance %d', (q) => {
  for (const [name, of] of Object.entries({ linear, relu, erf, sine })) {
    const closed = CLOSED[name as keyof typeof CLOSED]
    const product = productOf(of, q)
    const scale = meanSquare(of, q)
    for (const c of [-1, -0.99, -0.5, 0, 0.2, 0.5, 0.8, 0.9, 0.99, 0.999, 0.99999, 1]) {
      const error = Math.abs(product(c) - closed(q, c)) / scale
      expect(error, `${name} at ${c}`).toBeLessThan(Math.abs(c) <= 0.9 || c === 1 ? 1e-6 : 1e-4)
    }
  }
})

test('near equal inputs the product falls with the slope that theory says', () => {
  for (const [name, of] of Object.entries(ACTIVATIONS)) {
    const q = 1.3
    const product = productOf(of, q)
    const small = 1e-7
    let sum = 0
    const n = 20000
    for (let i = 0; i < n; i++) {
      const z = -8 + (16 * (i + 0.5)) / n
      sum += (16 / n) * of.slope(Math.sqrt(q) * z) ** 2 * Math.exp((-z * z) / 2)
    }
    const slope = (q * sum) / Math.sqrt(2 * Math.PI)
    expect((product(1) - product(1 - small)) / small / slope, name).toBeCloseTo(1, 2)
  }
})

test('the neighbouring variance is told apart', () => {
  const error = Math.abs(productOf(erf, 1.001)(0.5) - CLOSED.erf(1, 0.5))
  expect(error).toBeGreaterThan(1e-6)
})
