import { power } from '../exact/log.ts'
import { type Elementwise, meanSquare, pointsOf, slopeSquare } from './expectation.ts'

/** Degrees that are summed one by one. */
const DEGREES = 128

/** E φ(u) φ(v) of u and v of one variance, by their correlation. */
export type Product = (correlation: number) => number

/**
 * E φ(u) φ(v) = Σ aₖ² cᵏ, where aₖ = E φ(√q z) hₖ(z) with the orthonormal polynomials hₖ of Hermite (Mehler, 1866). What is beyond the degrees that
 * are summed is one power of c, with which the values at c = ±1 are E φ(u) φ(±u), and the slope at 1 is q E φ′². The error is below 1e-4 of E φ² where φ
 * has a bend, and below 1e-6 for correlations of at most 0.9; a periodic φ needs a variance below `DEGREES`.
 */
export function productOf(of: Elementwise, variance: number): Product {
  const { squares, opposite } = coefficients(of, variance)
  const equal = meanSquare(of, variance)
  const rest = equal - sumOf(squares, () => 1)
  const oddRest = (equal - opposite) / 2 - sumOf(squares, (degree) => degree % 2)
  const slope = variance * slopeSquare(of, variance) - sumOf(squares, (degree) => degree)
  const degree = rest > 0 ? Math.max(DEGREES, slope / rest) : DEGREES
  return (correlation) => {
    const c = Math.min(1, Math.max(-1, correlation))
    const sum = squares.reduceRight((higher, square) => higher * c + square, 0)
    return sum + (c < 0 ? rest - 2 * oddRest : rest) * power(Math.abs(c), degree)
  }
}

function sumOf(squares: readonly number[], factor: (degree: number) => number): number {
  return squares.reduce((sum, square, degree) => sum + factor(degree) * square, 0)
}

/** aₖ² of the degrees below `DEGREES`, and E φ(u) φ(−u). */
function coefficients({ phi, kinks }: Elementwise, variance: number) {
  const std = Math.sqrt(variance)
  const sums = new Float64Array(DEGREES)
  let opposite = 0
  for (const { z, weight } of pointsOf(std, kinks)) {
    const at = phi(std * z)
    opposite += weight * at * phi(-std * z)
    let [value, previous] = [weight * at, 0]
    for (let k = 0; k < DEGREES; k++) {
      sums[k] = (sums[k] ?? 0) + value
      // √(k + 1) hₖ₊₁ = z hₖ − √k hₖ₋₁.
      const next = (z * value - Math.sqrt(k) * previous) / Math.sqrt(k + 1)
      previous = value
      value = next
    }
  }
  return { squares: Array.from(sums, (sum) => sum * sum), opposite }
}
