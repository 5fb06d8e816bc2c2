import { log, power } from '../exact/log.ts'
import { type Elementwise, slopeSquare } from './expectation.ts'
import { tableOf } from './table.ts'

/** The laws of a wide network's layers. */
export interface Law {
  /** σ_w² = fanIn · E w². */
  readonly weight: number
  /** σ_b² = E b². */
  readonly bias: number
}

/** Rounds after which a variance that still moves is taken as it is. */
const ROUNDS = 200
/** Variances beyond which activations are what they are without end: straight, flat or at rest. */
const [LEAST, MOST] = [1e-20, 1e12]

/** q of the pre-activations far from the input: where σ_w² E φ(√q z)² + σ_b² is q, or, where it vanishes or grows without end, what is on its way there. */
export function fixedVariance(of: Elementwise, { weight, bias }: Law, start = 1): number {
  const { square } = tableOf(of)
  let q = start
  for (let round = 0; round < ROUNDS; round++) {
    const next = weight * square(q) + bias
    if (!(next > LEAST && next < MOST) || Math.abs(next - q) <= 1e-9 * q) return next
    q = next
  }
  return q
}

/** χ = σ_w² E φ′(√q z)²: by what the second moment of gradients grows with each layer. */
export function chi(of: Elementwise, weight: number, q: number): number {
  return weight * tableOf(of).slopeSquare(q)
}

/** ξ = 1 / |ln χ|: layers after which the second moment of gradients has changed by e (Schoenholz et al., 2017, https://arxiv.org/abs/1611.01232). */
export function depthScale(growth: number): number {
  return 1 / Math.abs(log(growth))
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
  /** ln χ of each activation between the first pre-activations and the last: what gradients come back through. */
  readonly growths: readonly number[]
}

/** Follows two inputs through `depth` layers: c′ = (σ_w² E φ(u) φ(v) + σ_b²) / q′ (Poole et al., 2016, https://arxiv.org/abs/1606.05340). */
export function follow(
  of: Elementwise,
  { weight, bias }: Law,
  { depth, square, correlation }: Journey,
): Arrival {
  const table = tableOf(of)
  let q = weight * square + bias
  let c = (weight * square * correlation + bias) / q
  const growths: number[] = []
  for (let layer = 1; layer < depth; layer++) {
    growths.push(log(weight * table.slopeSquare(q)))
    const next = weight * table.square(q) + bias
    // Rounding, and what the table lacks, may not lead beyond equal inputs.
    c = Math.min(1, (weight * table.product(q, c) + bias) / next)
    q = next
  }
  return { correlation: c, growths }
}

/** Points at which a curve of χ = 1 is looked for. */
const POINTS = 2000

/**
 * σ_b by σ_w where χ = 1, between order and chaos: each fixed point q has one pair, σ_w² = 1 / E φ′(√q z)² and σ_b² = q − σ_w² E φ(√q z)². Where slopes
 * do not depend on q, as those of relu, it is one σ_w for every σ_b, from 0 to `highest`.
 */
export function edgeOfChaos(of: Elementwise, highest: number): [weightStd: number, biasStd: number][] {
  if (Math.abs(slopeSquare(of, 0.01) - slopeSquare(of, 100)) < 1e-9) {
    const weightStd = 1 / Math.sqrt(slopeSquare(of, 1))
    return [0, highest].map((biasStd) => [weightStd, biasStd])
  }
  const table = tableOf(of)
  const points: [number, number][] = []
  for (let i = 0; i <= POINTS; i++) {
    const q = power(10, -6 + (10 * i) / POINTS)
    const weight = 1 / table.slopeSquare(q)
    const bias = q - weight * table.square(q)
    if (bias >= 0 && Math.sqrt(bias) <= highest) points.push([Math.sqrt(weight), Math.sqrt(bias)])
  }
  return points
}
