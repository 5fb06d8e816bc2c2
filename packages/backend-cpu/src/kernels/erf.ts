/**
 * The error function 2/√π ∫₀ˣ exp(−t²) dt, with a relative error below 1e-15.
 *
 * Source: M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 7.1.6:
 * https://personal.math.ubc.ca/~cbm/aands/page_297.htm
 */
export function erf(x: number): number {
  const z = Math.abs(x)
  if (z > 6) return Math.sign(x) // 1 - erf(6) is 2e-17
  return z < seriesEnd ? series(x) : Math.sign(x) * (1 - continuedFraction(z))
}

/** 1 − erf(x), with a relative error below 1e-14. */
export function erfc(x: number): number {
  return x < seriesEnd ? 1 - erf(x) : continuedFraction(x)
}

/**
 * Where the continued fraction takes over: it needs more terms the smaller x is, and 1 − erf(x) loses more digits the larger x is.
 */
const seriesEnd = 1.25

/** 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, whose terms all have one sign. */
function series(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/**
 * exp(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))) (7.1.14 there), from the inside out;
 * n terms leave a relative error of about exp(−2x√(2n)).
 */
function continuedFraction(x: number): number {
  let rest = x
  for (let n = Math.ceil(170 / (x * x)) + 10; n > 0; n--) rest = x + n / 2 / rest
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * rest)
}
