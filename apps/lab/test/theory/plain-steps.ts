import type { Elementwise } from '../../src/theory/expectation.ts'
import type { Step } from '../../src/theory/recursion.ts'

/** A plain network whose layers are all square and of one law. */
export interface Plain {
  /** Dense layers, each with its activation behind it. */
  readonly depth: number
  readonly of: Elementwise
  /** σ_w² = fanIn · E w². */
  readonly weight: number
  /** σ_b² = E b². */
  readonly bias: number
}

/** The steps of a plain network: two a layer. */
export function plainSteps({ depth, of, weight, bias }: Plain): Step[] {
  return Array.from({ length: depth }, (): Step[] => [
    { kind: 'linear', weight, back: weight, bias },
    { kind: 'activation', of },
  ]).flat()
}
