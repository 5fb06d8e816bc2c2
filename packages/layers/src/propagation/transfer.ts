import { grad } from '@nn/autograd'
import { type Backend, isTensor, type Tensor } from '@nn/tensor'

/**
 * Points, evenly spaced, and how far they reach in deviations: quadrature is exact to about 1e-6 for what activations are. They are even in number,
 * so that none lies at 0, where slopes jump.
 */
const POINTS = 4000
const REACH = 9

/** What a function of each element does to N(0, variance). */
export interface Transfer {
  /** E f(z)². */
  readonly square: number
  /** E f′(z)². */
  readonly slope: number
}

/** The points of N(0, 1), and their weights. */
function normalGrid(): readonly (readonly [z: number, weight: number])[] {
  const step = (2 * REACH) / (POINTS - 1)
  return Array.from({ length: POINTS }, (_, i) => {
    const z = -REACH + i * step
    return [z, (step * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)] as const
  })
}

/** How a function acts on N(0, variance); undefined if it is none of each element on its own. */
export function transferOf(
  backend: Backend,
  fn: (x: Tensor) => unknown,
  variance: number,
): Transfer | undefined {
  const grid = normalGrid()
  const z = grid.map(([point]) => point * Math.sqrt(variance))
  const x = backend.tensor(Float64Array.from(z))
  const apply = (points: Tensor): Tensor => {
    const y = fn(points)
    if (isTensor(y) && String(y.shape) === String(points.shape)) return y
    throw new RangeError('no function of each element')
  }
  try {
    const y = apply(x)
    // Half of the points give half of the results.
    if (!apply(x.slice([0, 100])).equals(y.slice([0, 100]))) return undefined
    const slopes = grad((points) => apply(points).sum(), { allowUnused: true })(x)
    return { square: mean(y, grid), slope: mean(slopes, grid) }
  } catch {
    return undefined
  }
}

/** The mean of the squares, by the weights. */
function mean(y: Tensor, grid: ReturnType<typeof normalGrid>): number {
  const values = y.toArray()
  return grid.reduce((sum, [, weight], i) => sum + weight * (values[i] ?? 0) ** 2, 0)
}
