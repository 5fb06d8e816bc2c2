import { cpuExact } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import type { LabState } from '../state/state.ts'
import { buildNetwork } from './build-network.ts'
import type { LabNetwork } from './network.ts'

/** A network with its values, and what it sees. */
export interface Started {
  readonly state: LabState
  readonly network: LabNetwork
  readonly input: Tensor
}

/**
 * The network of a state, started by its choices, its dialect and its seed, on `cpuExact`.
 *
 * @throws ProblemError if a choice cannot start it.
 */
export async function startNetwork(state: LabState): Promise<Started> {
  const network = buildNetwork(state)
  const rng = createRng(state.seed)
  network.net.initialize({ rng, backend: cpuExact })
  const input = cpuExact.normal(rng.at('input'), [state.batch, ...network.inputShape])
  return { state, network, input }
}
