import { exp } from '../exact/exp.ts'
import { square } from '../exact/powers.ts'
import { gaussLegendre } from './gauss-legendre.ts'

/** A function of each element, as theory needs it. */
export interface Elementwise {
  readonly phi: (x: number) => number
  readonly slope: (x: number) => number
  /** Where the function or its slope has a jump or a bend. Default: 0. */
  readonly kinks?: readonly number[]
  /** Length after which the function repeats itself; left out, it does not. */
  readonly period?: number
}

/** Deviations that count: beyond them lies less than 1e-11 of what activations square to. */
const REACH = 8
const RULE = gaussLegendre(8)
const AT_ZERO: readonly number[] = [0]

/** Ends of intervals within which activations are smooth: they change on a scale of 1, and are flat, straight or periodic far away. */
const SCALES = [
  ...[0.25, 0.5, 1, 2],
  ...Array.from({ length: 16 }, (_, i) => 4 * (i + 1)),
  ...Array.from({ length: 60 }, (_, i) => 128 * 2 ** i),
]

/** E φ(z)² of z = N(0, variance). */
export function meanSquare(of: Elementwise, variance: number): number {
  return remember(of, `φ ${variance}`, () => secondMoment(of.phi, of, variance))
}

/** E φ′(z)² of z = N(0, variance). */
export function slopeSquare(of: Elementwise, variance: number): number {
  return remember(of, `φ′ ${variance}`, () => secondMoment(of.slope, of, variance))
}

function secondMoment(f: (x: number) => number, { kinks, period }: Elementwise, variance: number): number {
  const std = Math.sqrt(variance)
  if (std === 0) return square(f(0))
  if (!Number.isFinite(std)) return Number.isNaN(std) ? std : (square(f(std)) + square(f(-std))) / 2
  if (period !== undefined && std > period) return meanOfPeriod(f, period)
  let sum = 0
  for (const { z, weight } of pointsOf(std, kinks)) sum += weight * square(f(std * z))
  return sum
}

/** The mean square over one period, to which the moment of a wide Gaussian is equal up to exp(−2π²). */
function meanOfPeriod(f: (x: number) => number, period: number): number {
  const points = 64
  let sum = 0
  for (let i = 0; i < points; i++) sum += square(f((period * i) / points))
  return sum / points
}

/** A point of N(0, 1) and its weight. */
interface Point {
  readonly z: number
  readonly weight: number
}

let usual: readonly Point[] | undefined

/** Points and weights of N(0, 1) for functions of std · z: Gauss and Legendre's rule between the places where these bend. */
export function pointsOf(std: number, kinks: readonly number[] = AT_ZERO): readonly Point[] {
  // Most layers have one grid, whose exponentials are computed once.
  if (std > 1 || kinks.some((x) => x !== 0)) return pointsBetween(endsOf(std, kinks))
  usual ??= pointsBetween(endsOf(std, []))
  return usual
}

function pointsBetween(ends: readonly number[]): readonly Point[] {
  const points: Point[] = []
  for (let i = 1; i < ends.length; i++) {
    const [low = 0, high = 0] = [ends[i - 1], ends[i]]
    const [middle, half] = [(low + high) / 2, (high - low) / 2]
    for (const [k, point] of RULE.points.entries()) {
      const z = middle + half * point
      const weight = (RULE.weights[k] ?? 0) * half * exp(-0.5 * z * z)
      points.push({ z, weight: weight / Math.sqrt(2 * Math.PI) })
    }
  }
  return points
}

/** Ends of intervals in deviations, in order: every half deviation, every kink, and, of wide Gaussians, the scales of f. */
function endsOf(std: number, kinks: readonly number[]): number[] {
  const ends: number[] = []
  for (let z = -REACH; z <= REACH; z += 0.5) ends.push(z)
  const scales = std > 1 ? SCALES.flatMap((x) => [x, -x]) : []
  for (const x of [...kinks, ...scales]) if (Math.abs(x) < REACH * std) ends.push(x / std)
  return ends.sort((a, b) => a - b)
}

/** Most numbers that are remembered of one function. */
const MOST = 1 << 16
const remembered = new WeakMap<Elementwise, Map<string, number>>()

/** What was computed before, so that layers of one variance cost one computation. */
function remember(of: Elementwise, key: string, compute: () => number): number {
  const known = remembered.get(of) ?? new Map<string, number>()
  const value = known.get(key) ?? compute()
  if (known.size >= MOST) known.clear()
  known.set(key, value)
  remembered.set(of, known)
  return value
}
