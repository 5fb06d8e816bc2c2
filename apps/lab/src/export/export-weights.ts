import { encodeNpz, encodeSafetensors } from '@nn/io'
import type { Framework } from '../code/framework.ts'
import { jax } from '../code/jax/jax.ts'
import { keras } from '../code/keras/keras.ts'
import { mxnet } from '../code/mxnet/mxnet.ts'
import { torch } from '../code/torch/torch.ts'
import { encodeState } from '../link/codec.ts'
import { startNetwork } from '../networks/start-network.ts'
import type { DialectName, LabState } from '../state/state.ts'

/** The files that weights are saved in. */
export type WeightFormat = 'safetensors' | 'npz'

/** Whose names and layouts parameters have. */
const FRAMEWORKS: Readonly<Record<DialectName, Framework>> = { none: torch, torch, keras, flax: jax, mxnet }

/**
 * The weights of a state as a file, under the names and in the layouts of its dialect's framework; of none, and where MXNet has no such network,
 * those of PyTorch. A safetensors file says in its metadata, as `state`, the link that they come from.
 *
 * @throws ProblemError if the state starts no network.
 */
export async function exportWeights(state: LabState, format: WeightFormat): Promise<Uint8Array<ArrayBuffer>> {
  // One example is enough, as nothing is computed of it.
  const { network } = await startNetwork({ ...state, batch: 1 })
  const framework = frameworkOf(state)
  const parameters = framework.parameters(network.net, state)
  if (format === 'npz') return encodeNpz(parameters)
  return encodeSafetensors(parameters, { metadata: { format: 'pt', state: `#${encodeState(state)}` } })
}

function frameworkOf({ dialect, network }: LabState): Framework {
  return dialect === 'mxnet' && network === 'transformer' ? torch : FRAMEWORKS[dialect]
}
