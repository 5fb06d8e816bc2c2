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

/** Two Gaussian numbers of mean 0. */
export interface Pair {
  readonly variances: readonly [number, number]
  readonly correlation: number
}

/** E φ(u) φ(v) of correlated u and v. */
export function meanProduct(of: Elementwise, { variances, correlation }: Pair): number {
  const [first, second] = variances.map(Math.sqrt)
  if (first === undefined || second === undefined) return Number.NaN
  const c = Math.min(1, Math.max(-1, correlation))
  const apart = second * Math.sqrt(1 - c * c)
  const { phi, kinks } = of
  return remember(of, `φφ ${first} ${second} ${c}`, () =>
    expectation(
      (u) => {
        const near = first === 0 ? 0 : (c * second * u) / first
        return phi(u) * expectation(phi, { mean: near, std: apart, kinks })
      },
      { mean: 0, std: first, kinks },
    ),
  )
}

function secondMoment(f: (x: number) => number, { kinks, period }: Elementwise, variance: number): number {
  const std = Math.sqrt(variance)
  if (period !== undefined && std > period) return meanOfPeriod(f, period)
  return expectation((x) => f(x) ** 2, { mean: 0, std, kinks })
}

/** The mean square over one period, to which the moment of a wide Gaussian is equal up to exp(−2π²). */
function meanOfPeriod(f: (x: number) => number, period: number): number {
  const points = 64
  let sum = 0
  for (let i = 0; i < points; i++) sum += f((period * i) / points) ** 2
  return sum / points
}

interface Gaussian {
  readonly mean: number
  readonly std: number
  readonly kinks: readonly number[] | undefined
}

/** E f(x) of x = N(mean, std²), by Gauss and Legendre's rule between the places where f bends. */
function expectation(f: (x: number) => number, { mean, std, kinks = AT_ZERO }: Gaussian): number {
  if (std === 0) return f(mean)
  if (!Number.isFinite(std)) return Number.isNaN(std) ? std : (f(std) + f(-std)) / 2
  const ends = endsOf(mean, std, kinks)
  let sum = 0
  for (let i = 1; i < ends.length; i++) {
    const [low = 0, high = 0] = [ends[i - 1], ends[i]]
    const [middle, half] = [(low + high) / 2, (high - low) / 2]
    let part = 0
    for (let k = 0; k < RULE.points.length; k++) {
      const z = middle + half * (RULE.points[k] ?? 0)
      part += (RULE.weights[k] ?? 0) * Math.exp(-0.5 * z * z) * f(mean + std * z)
    }
    sum += half * part
  }
  return sum / Math.sqrt(2 * Math.PI)
}

/** Ends of intervals in deviations, in order: every deviation, every kink, and, of wide Gaussians, the scales of f. */
function endsOf(mean: number, std: number, kinks: readonly number[]): number[] {
  const ends: number[] = []
  for (let z = -REACH; z <= REACH; z++) ends.push(z)
  const add = (x: number): void => {
    const z = (x - mean) / std
    if (z > -REACH && z < REACH) ends.push(z)
  }
  for (const x of kinks) add(x)
  const far = REACH * std + Math.abs(mean)
  if (std > 0.25)
    for (const x of SCALES) {
      if (x > far) break
      add(x)
      add(-x)
    }
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
