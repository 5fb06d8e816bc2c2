import type { LabState, NetworkName } from './state.ts'

const MLP: LabState = {
  network: 'mlp',
  depth: 20,
  width: 100,
  activation: 'tanh',
  init: { weight: { name: 'default' }, bias: { name: 'default' }, embedding: { name: 'default' } },
  dialect: 'none',
  data: 'normal',
  batch: 256,
  seed: 42,
  parameter: '',
}

const DEFAULTS: Readonly<Record<NetworkName, LabState>> = {
  // As in the book.
  chapter: { ...MLP, network: 'chapter', activation: 'relu', data: 'uniform', batch: 2 },
  mlp: MLP,
  residual: { ...MLP, network: 'residual', activation: 'relu' },
  lenet: { ...MLP, network: 'lenet', activation: 'sigmoid', data: 'digits', batch: 100 },
  transformer: {
    ...MLP,
    network: 'transformer',
    depth: 4,
    width: 64,
    activation: 'gelu',
    data: 'uniform',
    batch: 16,
  },
}

/** The state of a link that says nothing. */
export const DEFAULT_STATE: LabState = MLP

/** The state of a link that names a network and says nothing else. */
export function defaultsOf(network: NetworkName): LabState {
  return DEFAULTS[network]
}

/** The state with another network, which keeps of the choices what suits it; sizes, activation and data are that network's own. */
export function withNetwork({ init, dialect, seed }: LabState, network: NetworkName): LabState {
  return { ...defaultsOf(network), init, dialect, seed }
}
