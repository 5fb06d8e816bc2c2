import { type Elementwise, meanSquare, slopeSquare } from './expectation.ts'
import { type Product, productOf } from './product.ts'

/** The laws of a wide network's layers. */
export interface Law {
  /** σ_w² = fanIn · E w². */
  readonly weight: number
  /** σ_b² = E b². */
  readonly bias: number
}

/** Rounds after which a variance that still moves is taken as it is: it grows without end, or is nearly there. */
const ROUNDS = 500

/** q of the pre-activations far from the input: where σ_w² E φ(√q z)² + σ_b² is q; Infinity or a large number where there is none. */
export function fixedVariance(of: Elementwise, { weight, bias }: Law, start = 1): number {
  let q = start
  for (let round = 0; round < ROUNDS; round++) {
    const next = weight * meanSquare(of, q) + bias
    if (!Number.isFinite(next) || next < Number.MIN_VALUE || Math.abs(next - q) <= 1e-9 * q) return next
    q = next
  }
  return q
}

/** χ = σ_w² E φ′(√q z)²: by what the second moment of gradients grows with each layer. */
export function chi(of: Elementwise, weight: number, q: number): number {
  return weight * slopeSquare(of, q)
}

/** ξ = 1 / |ln χ|: layers after which the second moment of gradients has changed by e (Schoenholz et al., 2017, https://arxiv.org/abs/1611.01232). */
export function depthScale(growth: number): number {
  return 1 / Math.abs(Math.log(growth))
}

/** Two inputs, and how far they go. */
export interface Journey {
  readonly depth: number
  /** E x² of both inputs. */
  readonly square: number
  readonly correlation: number
}

/** What is left of two inputs behind all layers. */
export interface Arrival {
  /** E u v / q of the pre-activations of the last layer. */
  readonly correlation: number
  /** Mean of ln χ over the layers that gradients come through. */
  readonly growth: number
}

/**
 * Follows two inputs through `depth` layers: c′ = (σ_w² E φ(u) φ(v) + σ_b²) / q′ (Poole et al., 2016, https://arxiv.org/abs/1606.05340), and the
 * gradients back through all layers behind the first.
 */
export function follow(
  of: Elementwise,
  { weight, bias }: Law,
  { depth, square, correlation }: Journey,
): Arrival {
  let q = weight * square + bias
  let c = q > 0 ? (weight * square * correlation + bias) / q : Number.NaN
  let growth = 0
  let product: Product | undefined
  for (let layer = 1; layer < depth; layer++) {
    growth += Math.log(chi(of, weight, q))
    product ??= productOf(of, q)
    const next = weight * meanSquare(of, q) + bias
    c = (weight * product(c) + bias) / next
    if (Math.abs(next - q) > 1e-9 * q) {
      product = undefined
      q = next
    }
  }
  return { correlation: c, growth: growth / Math.max(1, depth - 1) }
}

/** Points of a curve of χ = 1. */
const POINTS = 200

/**
 * σ_b by σ_w where χ = 1, between order and chaos: each fixed point q has one pair, σ_w² = 1 / E φ′(√q z)² and σ_b² = q − σ_w² E φ(√q z)². Where slopes
 * do not depend on q, as those of relu, it is one σ_w for every σ_b, from 0 to `highest`.
 */
export function edgeOfChaos(of: Elementwise, highest: number): [weightStd: number, biasStd: number][] {
  if (Math.abs(slopeSquare(of, 0.01) - slopeSquare(of, 100)) < 1e-9) {
    const weightStd = 1 / Math.sqrt(slopeSquare(of, 1))
    return [0, highest].map((biasStd) => [weightStd, biasStd])
  }
  const points: [number, number][] = []
  for (let i = 0; i <= POINTS; i++) {
    const q = 10 ** (-6 + (8 * i) / POINTS)
    const weight = 1 / slopeSquare(of, q)
    const bias = q - weight * meanSquare(of, q)
    if (bias >= 0 && Math.sqrt(bias) <= highest) points.push([Math.sqrt(weight), Math.sqrt(bias)])
  }
  return points
}
