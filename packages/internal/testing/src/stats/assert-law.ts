import type { Law } from './law.ts'

/** Mean, variance and the variance's standard error (from the sample's own fourth moment). */
export function moments(sample: ArrayLike<number>): {
  mean: number
  variance: number
  varianceError: number
} {
  const n = sample.length
  let mean = 0
  const values = Float64Array.from(sample)
  for (const value of values) mean += value / n
  let second = 0
  let fourth = 0
  for (const value of values) {
    const square = (value - mean) ** 2
    second += square / n
    fourth += square ** 2 / n
  }
  return { mean, variance: second, varianceError: Math.sqrt((fourth - second ** 2) / n) }
}

/** Kolmogorov and Smirnov's distance, times √n: above 2.3 with probability 5·10⁻⁵ when the sample follows the law. */
export function ksStatistic(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort()
  const n = sorted.length
  let distance = 0
  for (const [i, value] of sorted.entries()) {
    const p = cdf(value)
    distance = Math.max(distance, p - i / n, (i + 1) / n - p)
  }
  return distance * Math.sqrt(n)
}

/**
 * Throws unless the sample follows the law: mean and variance within 6 standard errors, KS statistic below 2.3.
 * A test that uses it must also show that the nearest wrong law is rejected.
 */
export function assertLaw(sample: ArrayLike<number>, law: Law): void {
  const { mean, variance, varianceError } = moments(sample)
  const meanError = Math.sqrt(variance / sample.length)
  check('mean', Math.abs(mean - law.mean) / meanError, 6)
  check('variance', Math.abs(variance - law.std ** 2) / varianceError, 6)
  check('KS statistic', ksStatistic(sample, law.cdf), 2.3)
}

function check(name: string, value: number, most: number): void {
  if (!(value <= most)) throw new Error(`${name}: expected at most ${most}, got ${value.toFixed(2)}`)
}

/**
 * Throws unless the counts follow the expected ones: Pearson's χ² within 6 standard deviations of its mean.
 */
export function assertCounts(counts: ArrayLike<number>, expected: ArrayLike<number>): void {
  const freedom = counts.length - 1
  const chi2 = Array.from(expected).reduce((sum, mean, i) => sum + ((counts[i] ?? NaN) - mean) ** 2 / mean, 0)
  check('chi-squared', Math.abs(chi2 - freedom) / Math.sqrt(2 * freedom), 6)
}

/** Throws unless the correlation of two samples of equal length is within 6/√n of zero. */
export function assertUncorrelated(a: ArrayLike<number>, b: ArrayLike<number>): void {
  const [x, y] = [moments(a), moments(b)]
  const products = Float64Array.from(a, (value, i) => (value - x.mean) * ((b[i] ?? NaN) - y.mean))
  const covariance = products.reduce((sum, product) => sum + product / a.length, 0)
  check('correlation', Math.abs(covariance / Math.sqrt(x.variance * y.variance)) * Math.sqrt(a.length), 6)
}
