import { expect, test } from 'vitest'
import { ACTIVATIONS } from '../../src/activations/activations.ts'
import { meanSquare, slopeSquare } from '../../src/theory/expectation.ts'
import { productOf } from '../../src/theory/product.ts'
import { tableOf } from '../../src/theory/table.ts'

test.each(Object.entries(ACTIVATIONS))('of %s is what is computed, to 1e-5', (_name, of) => {
  const table = tableOf(of)
  for (const q of [1e-20, 3.3e-4, 0.7654, 1, 12.34, 5e5, 1e100]) {
    expect(table.square(q) / meanSquare(of, q)).toBeCloseTo(1, 4.7)
    expect(table.slopeSquare(q) / slopeSquare(of, q)).toBeCloseTo(1, 4.7)
    // The series of a sine ends before what a wide Gaussian makes of it.
    if (of.period !== undefined && q > 100) continue
    for (const c of [-0.5, 0.2, 0.99, 1]) {
      const error = Math.abs(table.product(q, c) - productOf(of, q)(c)) / meanSquare(of, q)
      expect(error).toBeLessThan(2e-5)
    }
  }
  // Half a step aside it is another.
  expect(Math.abs(table.square(0.7654 * 1.05) / meanSquare(of, 0.7654) - 1)).toBeGreaterThan(2e-5)
})

test('where there is no variance, it has what is computed', () => {
  const table = tableOf(ACTIVATIONS.sigmoid)
  expect(table.square(0)).toBe(0.25)
  expect(table.slopeSquare(0)).toBe(1 / 16)
  expect(table.product(0, 0.3)).toBeCloseTo(0.25, 12)
  expect(table.square(Number.NaN)).toBeNaN()
  expect(table.square(Number.POSITIVE_INFINITY)).toBe(0.5)
})
