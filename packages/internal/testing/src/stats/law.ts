/** A continuous law. */
export interface Law {
  readonly mean: number
  readonly std: number
  /** P(X ≤ x). */
  readonly cdf: (x: number) => number
}

/** erf by its series and, from 2.5 on, the continued fraction of erfc: about 1e-15. */
export function erf(x: number): number {
  if (x < 0) return -erf(-x)
  if (x > 2.5) {
    let fraction = x
    for (let k = 100; k >= 1; k--) fraction = x + k / 2 / fraction
    return 1 - Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI))
  }
  let term = x
  let sum = x
  for (let k = 1; Math.abs(term) > 1e-18; k++) {
    term *= (-x * x) / k
    sum += term / (2 * k + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

const phi = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
const Phi = (x: number) => 0.5 * (1 + erf(x / Math.SQRT2))

/** U[low, high). */
export function uniformLaw(low: number, high: number): Law {
  const span = high - low
  return {
    mean: low + span / 2,
    std: span / Math.sqrt(12),
    cdf: (x) => Math.min(1, Math.max(0, (x - low) / span)),
  }
}

/** N(mean, std²). */
export function normalLaw(mean: number, std: number): Law {
  return { mean, std, cdf: (x) => Phi((x - mean) / std) }
}

/** N(mean, std²) cut to [mean + a·std, mean + b·std], for bounds within ±6. */
export function truncatedNormalLaw(mean: number, std: number, a: number, b: number): Law {
  const mass = Phi(b) - Phi(a)
  const shift = (phi(a) - phi(b)) / mass
  const variance = 1 + (a * phi(a) - b * phi(b)) / mass - shift * shift
  const cdf = (x: number) => Math.min(1, Math.max(0, (Phi((x - mean) / std) - Phi(a)) / mass))
  return { mean: mean + std * shift, std: std * Math.sqrt(variance), cdf }
}
