import type { LabState } from '../state/state.ts'

/** The paths of an MLP's hidden layers. */
export function hiddenOf({ depth }: LabState): readonly string[] {
  return Array.from({ length: depth }, (_, i) => String(2 * i))
}

/** The paths of the blocks of a residual network or a transformer. */
export function blocksOf({ network, depth }: LabState): readonly string[] {
  const isTransformer = network === 'transformer'
  return Array.from({ length: depth }, (_, i) => (isTransformer ? `encoder.layers.${i}` : String(i + 1)))
}
