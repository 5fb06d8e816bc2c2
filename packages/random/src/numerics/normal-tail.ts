import { exp } from './exp.ts'

const INV_SQRT_TWO_PI = 0.3989422804014327

/** Density of the standard normal law at x. */
function normalPdf(x: number): number {
  return INV_SQRT_TWO_PI * exp(-0.5 * x * x)
}

/** Inverse Mills ratio by Laplace's continued fraction: `pdf(x) / survival(x) = x + 1/(x + 2/(x + …))`, x ≥ 2. */
export function inverseMills(x: number): number {
  let fraction = x
  for (let n = x < 8 ? 200 : x < 30 ? 40 : 8; n >= 1; n--) fraction = x + n / fraction
  return fraction
}

/** P(Z > x) of a standard normal Z, with full relative precision into the tail (0 from about 38.6 on). */
export function normalSurvival(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0
  if (x < 0) return 1 - normalSurvival(-x)
  if (x >= 2) return normalPdf(x) / inverseMills(x)
  // Φ(x) − ½ = pdf(x)·(x + x³/3 + x⁵/15 + …): all terms positive.
  let term = x
  let sum = x
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return 0.5 - normalPdf(x) * sum
}
