import { exp } from '../exact/exp.ts'

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI)
/** From here on the series loses more digits than the fraction. */
const BORDER = 2.5

/** The error function 2/√π ∫₀ˣ e^(−t²) dt, to about 1e-15 (Abramowitz and Stegun, 1964, 7.1.6 and 7.1.14). */
export function erf(x: number): number {
  const size = Math.abs(x)
  if (Number.isNaN(x)) return x
  return Math.sign(x) * (size < BORDER ? series(size) : 1 - complement(size))
}

/** The density of N(0, 1). */
export function normalDensity(x: number): number {
  return exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/** The probability that N(0, 1) is below x. */
export function normalShare(x: number): number {
  const at = x / Math.SQRT2
  return at < -BORDER ? complement(-at) / 2 : (1 + erf(at)) / 2
}

/** 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)). */
function series(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return TWO_OVER_ROOT_PI * exp(-x * x) * sum
}

/** 1 − erf x by its continued fraction, from the back. */
function complement(x: number): number {
  if (x > 27) return 0
  let fraction = x
  for (let n = 60; n > 0; n--) fraction = x + n / 2 / fraction
  return exp(-x * x) / (Math.sqrt(Math.PI) * fraction)
}
