import { exactExp } from './exact-math.ts'

/** Nodes and weights of Gauss and Legendre's rule with 5 points on [-1, 1]. */
const RULE = /* @__PURE__ */ (() => {
  const inner = Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3
  const outer = Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3
  const [innerWeight, outerWeight] = [(322 + 13 * Math.sqrt(70)) / 900, (322 - 13 * Math.sqrt(70)) / 900]
  return [
    [-outer, outerWeight],
    [-inner, innerWeight],
    [0, 128 / 225],
    [inner, innerWeight],
    [outer, outerWeight],
  ] as const
})()
const PANELS = 128
/** Beyond the distance at which the density has fallen by e⁻⁴⁵ there is nothing that a double can see. */
const FALL = 45

function integrate(from: number, to: number, f: (t: number) => number): number {
  const half = (to - from) / (2 * PANELS)
  let sum = 0
  for (let panel = 0; panel < PANELS; panel++) {
    const middle = from + (2 * panel + 1) * half
    for (const [node, weight] of RULE) sum += weight * f(middle + half * node)
  }
  return sum * half
}

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
