import type { DataName, LabState, NetworkName } from '../state/state.ts'

/** What of a state a network heeds, and what it can see. */
export interface Suits {
  /** Whether depth and width are chosen. */
  readonly hasSize: boolean
  readonly hasEmbedding: boolean
  /** The first is the default. */
  readonly data: readonly DataName[]
}

/** What suits each network. */
export const SUITS: Readonly<Record<NetworkName, Suits>> = {
  chapter: { hasSize: false, hasEmbedding: false, data: ['uniform', 'normal'] },
  mlp: { hasSize: true, hasEmbedding: false, data: ['normal', 'uniform', 'spirals', 'digits'] },
  residual: { hasSize: true, hasEmbedding: false, data: ['normal', 'uniform', 'spirals', 'digits'] },
  lenet: { hasSize: false, hasEmbedding: false, data: ['digits', 'normal', 'uniform'] },
  // Tokens, each as likely as any other.
  transformer: { hasSize: true, hasEmbedding: true, data: ['uniform'] },
}

/** Numbers of an example that a network of layers sees: those of the data, or, where they are drawn, as many as a layer has units. */
export function inputsOf({ data, width }: Pick<LabState, 'data' | 'width'>): number {
  return data === 'spirals' ? 2 : data === 'digits' ? 64 : width
}

/** Classes of the data; ten of what is drawn. */
export function outputsOf({ data }: Pick<LabState, 'data'>): number {
  return data === 'spirals' ? 3 : 10
}
