import { exactExp } from './exact-math.ts'
import { integrate } from './quadrature.ts'

/** The density is integrated until it has fallen by e⁻⁴⁵: the rest is below the precision of a double. */
const FALL = 45

/**
 * Mean and standard deviation of N(0, 1) cut to [low, high]. Integrates outward from the highest point of the density, so that far
 * tails keep their precision.
 */
export function truncatedMoments(low: number, high: number): Moments {
  if (known?.low !== low || known.high !== high) known = { low, high, ...integrated(low, high) }
  return known
}

interface Moments {
  readonly mean: number
  readonly std: number
}

/** Those of the last interval: one law asks for its own again and again, and they take longer than a thousand values. */
let known: (Moments & { readonly low: number; readonly high: number }) | undefined

function integrated(low: number, high: number): Moments {
  const top = Math.min(Math.max(0, low), high)
  // The density at top + t is exp(−t(2·top + t)/2) times that at top, and e^−FALL times it at t = ±reach.
  const reach = (2 * FALL) / (Math.abs(top) + Math.sqrt(top * top + 2 * FALL))
  const from = Math.max(low - top, -reach)
  const to = Math.min(high - top, reach)
  const density = (t: number): number => exactExp((-t * (2 * top + t)) / 2)
  const mass = integrate(from, to, density)
  const shift = integrate(from, to, (t) => t * density(t)) / mass
  const variance = integrate(from, to, (t) => (t - shift) ** 2 * density(t)) / mass
  return { mean: top + shift, std: Math.sqrt(variance) }
}
