import { log } from '../exact/log.ts'

/** The law of the elements of a square matrix, each on its own. */
export interface ElementLaw {
  readonly mean: number
  readonly std: number
  readonly size: number
}

/** Means that decide, or do not, in deviations of what a row of the matrix sums to. */
const DECIDES = 3

/**
 * E ln of the factor by which each of many random matrices changes a norm. Of mean 0 it is (ln 2σ² + ψ(n/2)) / 2, exact for Gaussian elements (Cohen and Newman, 1984) and near
 * it for others; it is below ln(σ √n), the growth of the mean square. With a mean that decides, all columns become one, and what is stretched is the direction of (1, …, 1). Undefined where
 * neither is so.
 */
export function normGrowth({ mean, std, size }: ElementLaw): number | undefined {
  if (std === 0) return log(Math.abs(mean) * size)
  if (Math.abs(mean) * Math.sqrt(size) < 1e-6 * std) {
    return (log(2 * std * std) + digamma(size / 2)) / 2
  }
  if (Math.abs(mean) * Math.sqrt(size) < DECIDES * std) return undefined
  // The larger eigenvalue of what one matrix does to ‖x‖² and to (Σ x)² / n in the mean.
  const [along, across] = [mean * size * mean * size, std * std]
  const half = (along + size * across) / 2
  return log(half + Math.sqrt(half * half - along * across * (size - 1))) / 2
}

/** ψ(x) of x > 0: up by ψ(x) = ψ(x + 1) − 1/x, then its asymptotic series (Abramowitz and Stegun, 1964, 6.3.18). */
export function digamma(x: number): number {
  let [at, sum] = [x, 0]
  for (; at < 10; at++) sum -= 1 / at
  const square = 1 / (at * at)
  const series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
  return sum + log(at) - 1 / (2 * at) - series
}
