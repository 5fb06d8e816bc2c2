import { createRng } from '@nn/random'
import { expect, test } from 'vitest'
import { MatrixProduct } from '../../src/matrices/matrix-product.ts'
import { digamma, normGrowth } from '../../src/theory/norm-growth.ts'

test('ψ is that of closed forms', () => {
  const euler = 0.5772156649015329
  expect(digamma(1)).toBeCloseTo(-euler, 11)
  expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.LN2, 11)
  expect(digamma(2)).toBeCloseTo(1 - euler, 11)
  expect(digamma(50)).toBeCloseTo(Math.log(50) - 0.01 - 1 / 30000, 8)
})

/** ln of the growth of each of many random matrices, and its standard error. */
function measure(size: number, mean: number, std: number, count = 4000) {
  const rng = createRng(11)
  const product = new MatrixProduct(size)
  const steps: number[] = []
  let last = 0
  for (let i = 0; i < count; i++) {
    product.multiply(rng.at(`${i}`).normal(new Float64Array(size * size), { mean, std }))
    const norm = product.logNorm() * Math.LN10
    if (i > 20) steps.push(norm - last)
    last = norm
  }
  const average = steps.reduce((sum, step) => sum + step, 0) / steps.length
  const variance = steps.reduce((sum, step) => sum + (step - average) ** 2, 0) / steps.length
  return { growth: average, error: Math.sqrt(variance / steps.length) }
}

test.each([
  [4, 0, 1],
  [4, 0, 0.3],
  [12, 0, 0.2],
])(
  'products of Gaussian matrices of %d rows, mean %d and std %d grow as is said, and not as their mean square',
  (size, mean, std) => {
    const { growth, error } = measure(size, mean, std)
    const predicted = normGrowth({ mean, std, size }) ?? 0
    expect(Math.abs(growth - predicted)).toBeLessThan(5 * error)
    expect(Math.abs(growth - Math.log(std * Math.sqrt(size)))).toBeGreaterThan(5 * error)
    expect(Math.abs(growth - (normGrowth({ mean, std: std * 1.05, size }) ?? 0))).toBeGreaterThan(5 * error)
  },
)

test('a mean that decides, one that does not, and constants', () => {
  const { growth, error } = measure(16, 0.5, 0.3, 1000)
  const predicted = normGrowth({ mean: 0.5, std: 0.3, size: 16 }) ?? 0
  // The mean square is a little above the mean of the logarithm.
  expect(Math.abs(growth - predicted)).toBeLessThan(5 * error + 0.01)
  expect(Math.abs(growth - Math.log(0.3 * 4))).toBeGreaterThan(1)
  expect(normGrowth({ mean: 0.1, std: 1, size: 16 })).toBeUndefined()
  expect(normGrowth({ mean: -0.5, std: 0, size: 4 })).toBeCloseTo(Math.log(2), 14)
  expect(normGrowth({ mean: 0, std: 0, size: 4 })).toBe(Number.NEGATIVE_INFINITY)
})
