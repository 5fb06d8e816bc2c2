/** The networks that the lab knows. */
export const NETWORKS = ['chapter', 'mlp', 'residual', 'lenet', 'transformer'] as const
export type NetworkName = (typeof NETWORKS)[number]

/** The data that networks see. */
export const DATA = ['normal', 'uniform', 'spirals', 'digits'] as const
export type DataName = (typeof DATA)[number]

/** The frameworks whose bits a network can start with; `none` is the default stream. */
export const DIALECTS = ['none', 'torch', 'keras', 'flax', 'mxnet'] as const
export type DialectName = (typeof DIALECTS)[number]

/** The roles whose initializer is chosen; a network has some of them. */
export const ROLES = ['weight', 'bias', 'embedding'] as const
export type RoleName = (typeof ROLES)[number]

/** An initializer of the catalogue with the options that are given, or a function that a reader typed in. */
export type Choice =
  | { readonly name: 'default' }
  | { readonly name: 'custom'; readonly code: string }
  | { readonly name: string; readonly options: Readonly<Record<string, number | string | boolean>> }

/** All that a picture depends on: equal states have equal numbers. */
export interface LabState {
  readonly network: NetworkName
  /** Hidden layers or blocks, 1 to 100. */
  readonly depth: number
  /** Units of each hidden layer, 1 to 1024. */
  readonly width: number
  /** A name of the table of activations. */
  readonly activation: string
  readonly init: Readonly<Record<RoleName, Choice>>
  readonly dialect: DialectName
  readonly data: DataName
  /** Examples in a batch, 1 to 4096. */
  readonly batch: number
  /** 0 to 2³² − 1. */
  readonly seed: number
  /** The parameter whose histogram is large; empty for the first. */
  readonly parameter: string
}
