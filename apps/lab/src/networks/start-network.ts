import { cpuExact } from '@nn/backend-cpu'
import type { Checkpoint } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { ProblemError } from '../state/problem.ts'
import type { LabState } from '../state/state.ts'
import { buildNetwork } from './build-network.ts'
import { choose } from './choose.ts'
import { fieldOf } from './field-of.ts'
import { inputOf } from './input-of.ts'
import { checkSize } from './limits.ts'
import type { LabNetwork } from './network.ts'
import { openDialect } from './open-dialect.ts'

/** A network with its values, and what it sees. */
export interface Started {
  readonly state: LabState
  readonly network: LabNetwork
  readonly input: Tensor
}

/**
 * The network of a state, started by its choices, its dialect and its seed, on `cpuExact`: a new one at every call.
 *
 * @throws ProblemError if it would be too large, or a choice or the dialect cannot start it.
 */
export async function startNetwork(state: LabState): Promise<Started> {
  checkSize(state)
  const network = buildNetwork(state)
  const chosen = await choose(state, network, (seed) => startedFrom(state, seed))
  const dialect = await openDialect(state)
  const rng = createRng(state.seed)
  const stream = dialect === undefined ? { rng } : { dialect }
  try {
    network.net.initialize({ ...chosen, ...stream, backend: cpuExact })
    network.net.materialize()
  } catch (error) {
    throw problemOf(error, state, network)
  }
  return { state, network, input: await inputOf(state, network, rng.at('input')) }
}

/** The values of a state's network as its layers start it from another seed. */
function startedFrom(state: LabState, seed: number): Checkpoint {
  const { net } = buildNetwork(state)
  net.initialize({ rng: createRng(seed), backend: cpuExact })
  return net.stateDict()
}

/** What the packages say, at the choice that they say it of. */
function problemOf(error: unknown, state: LabState, network: LabNetwork): unknown {
  if (!(error instanceof Error)) return error
  // There is nowhere to see the cause, which is told with the message.
  const text = error.message.replace(/; see the cause$/, '')
  return new ProblemError([{ field: fieldOf(error.message, state, network), text }])
}
