import { ProblemError } from '../state/problem.ts'
import type { LabState, NetworkName } from '../state/state.ts'

/** Most weights, and most numbers that all layers together give: what a page may take of memory. */
const WEIGHTS = 2 ** 25
const RESULTS = 2 ** 26

/** Matrices of width² in each layer or block, and numbers of each example that it gives, by the width. */
const COSTS: Readonly<Partial<Record<NetworkName, { readonly matrices: number; readonly numbers: number }>>> =
  {
    mlp: { matrices: 1, numbers: 2 },
    residual: { matrices: 2, numbers: 5 },
    // Of 16 steps, with 4 heads that look at all of them.
    transformer: { matrices: 12, numbers: 16 * 20 },
  }

/** @throws ProblemError if a network would be too large for a page. */
export function checkSize({ network, depth, width, batch }: LabState): void {
  const cost = COSTS[network]
  if (cost === undefined) return
  const weights = cost.matrices * depth * width * width
  if (weights > WEIGHTS) refuse('width', `${millions(weights)} weights are more than a page can have`)
  const results = cost.numbers * depth * width * batch
  if (results > RESULTS)
    refuse('batch', `layers would give ${millions(results)} numbers, more than a page can have`)
}

function refuse(field: 'width' | 'batch', text: string): never {
  throw new ProblemError([{ field, text: `${text}; make it smaller` }])
}

function millions(count: number): string {
  return `${Math.round(count / 1e6)} million`
}
