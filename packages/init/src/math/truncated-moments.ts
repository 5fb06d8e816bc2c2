import { exactExp } from './exact-math.ts'
import { integrate } from './quadrature.ts'

/** Beyond the distance at which the density has fallen by e⁻⁴⁵ there is nothing that a double can see. */
const FALL = 45

/**
 * Mean and standard deviation of N(0, 1) cut to [low, high], by quadrature from the highest point of the density, so that
 * far tails lose nothing.
 */
export function truncatedMoments(low: number, high: number): { readonly mean: number; readonly std: number } {
  const top = Math.min(Math.max(0, low), high)
  // The density at top + t, over that at top, is exp(−t(2·top + t)/2): it has fallen by e^−FALL at t = ±reach.
  const reach = (2 * FALL) / (Math.abs(top) + Math.sqrt(top * top + 2 * FALL))
  const from = Math.max(low - top, -reach)
  const to = Math.min(high - top, reach)
  const density = (t: number): number => exactExp((-t * (2 * top + t)) / 2)
  const mass = integrate(from, to, density)
  const shift = integrate(from, to, (t) => t * density(t)) / mass
  const variance = integrate(from, to, (t) => (t - shift) ** 2 * density(t)) / mass
  return { mean: top + shift, std: Math.sqrt(variance) }
}
