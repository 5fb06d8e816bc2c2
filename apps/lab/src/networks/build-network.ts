import type { LabState, NetworkName } from '../state/state.ts'
import { mlp } from './mlp.ts'
import type { LabNetwork } from './network.ts'

const BUILDERS: Readonly<Record<NetworkName, (state: LabState) => LabNetwork>> = {
  chapter: mlp,
  mlp,
  residual: mlp,
  lenet: mlp,
  transformer: mlp,
}

/** The network of a state, whose parameters have no values yet. */
export function buildNetwork(state: LabState): LabNetwork {
  return BUILDERS[state.network](state)
}
