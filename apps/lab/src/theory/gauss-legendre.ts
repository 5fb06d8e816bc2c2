import { cos } from '../exact/sine.ts'

/** Points of [−1, 1] and their weights: the sum is exact for polynomials of degree 2n − 1. */
export interface Rule {
  readonly points: readonly number[]
  readonly weights: readonly number[]
}

/** Gauss and Legendre's rule of n points, in order: zeros of the Legendre polynomial by Newton's method, w = 2 / ((1 − x²) P′(x)²). */
export function gaussLegendre(n: number): Rule {
  const points: number[] = []
  const weights: number[] = []
  for (let i = 0; i < n; i++) {
    let x = -cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 0
    for (let round = 0; round < 8; round++) {
      const [value, previous] = legendre(n, x)
      slope = (n * (x * value - previous)) / (x * x - 1)
      x -= value / slope
    }
    points.push(x)
    weights.push(2 / ((1 - x * x) * slope * slope))
  }
  return { points, weights }
}

/** The Legendre polynomials of degrees n and n − 1. */
function legendre(n: number, x: number): readonly [number, number] {
  let [value, previous] = [1, 0]
  for (let k = 1; k <= n; k++) [value, previous] = [((2 * k - 1) * x * value - (k - 1) * previous) / k, value]
  return [value, previous]
}
