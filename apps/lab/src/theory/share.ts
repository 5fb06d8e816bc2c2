import { normalShare } from '../activations/erf.ts'
import { type Elementwise, pointsOf } from './expectation.ts'

/** Halvings of an interval in which a slope crosses a limit. */
const HALVINGS = 50

/** P(|φ′(z)| < limit) of z = N(0, variance). */
export function flatShare(of: Elementwise, limit: number, variance: number): number {
  return Math.max(0, shareBelow(of, limit, variance) - shareBelow(of, -limit, variance))
}

/** P(φ′(z) < limit): where the slope crosses the limit, and what a Gaussian has between. */
function shareBelow({ slope, kinks, period }: Elementwise, limit: number, variance: number): number {
  const std = Math.sqrt(variance)
  const isBelow = (x: number): boolean => slope(x) < limit
  if (std === 0) return isBelow(0) ? 1 : 0
  if (Number.isNaN(std)) return std
  if (period !== undefined && std > period) return shareOfPeriod(isBelow, period)
  const points = pointsOf(Math.min(std, Number.MAX_VALUE), kinks).map(({ z }) => z * std)
  let share = 0
  let from = Number.NEGATIVE_INFINITY
  for (const [i, x] of points.entries()) {
    const next = points[i + 1]
    if (next !== undefined && isBelow(x) === isBelow(next)) continue
    const to = next === undefined ? Number.POSITIVE_INFINITY : crossing(isBelow, x, next)
    if (isBelow(x)) share += normalShare(to / std) - normalShare(from / std)
    from = to
  }
  return share
}

/** Where it changes between two points. */
function crossing(isBelow: (x: number) => boolean, low: number, high: number): number {
  const before = isBelow(low)
  let [from, to] = [low, high]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (from + to) / 2
    if (isBelow(middle) === before) from = middle
    else to = middle
  }
  return (from + to) / 2
}

/** The share of a period, to which that of a wide Gaussian is equal. */
function shareOfPeriod(isBelow: (x: number) => boolean, period: number): number {
  const points = 1 << 16
  let count = 0
  for (let i = 0; i < points; i++) if (isBelow((period * (i + 0.5)) / points)) count++
  return count / points
}
