import type { LabState, NetworkName } from '../state/state.ts'
import { chapter } from './chapter.ts'
import { lenet } from './lenet.ts'
import { mlp } from './mlp.ts'
import type { LabNetwork } from './network.ts'
import { residual } from './residual.ts'
import { transformer } from './transformer.ts'

const BUILDERS: Readonly<Record<NetworkName, (state: LabState) => LabNetwork>> = {
  chapter,
  mlp,
  residual,
  lenet,
  transformer,
}

/** The network of a state, whose parameters have no values yet. */
export function buildNetwork(state: LabState): LabNetwork {
  return BUILDERS[state.network](state)
}
