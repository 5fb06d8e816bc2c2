import { Dense, type Layer, Sequential } from '@nn/layers'
import { activationOf } from '../activations/activations.ts'
import type { LabState } from '../state/state.ts'
import { activeStage, plainStage } from './dense-stage.ts'
import type { LabNetwork, Stage } from './network.ts'
import { inputsOf, outputsOf } from './suits.ts'

/**
 * Hidden layers of one width and a linear output. Activations stand in places of their own, as in PyTorch's `nn.Sequential`, so that paths are the
 * same there.
 */
export function mlp(state: LabState): LabNetwork {
  const { depth, width, activation } = state
  const { layer: activate } = activationOf(activation)
  const layers: Layer[] = []
  const stages: Stage[] = []
  for (let i = 0; i < depth; i++) {
    const dense = new Dense(width, { inUnits: i === 0 ? inputsOf(state) : width })
    stages.push(activeStage(dense, String(layers.length), i + 1, activation))
    layers.push(dense, activate)
  }
  const output = new Dense(outputsOf(state), { inUnits: width, use: 'readout' })
  stages.push(plainStage(output, String(layers.length), depth + 1))
  return {
    net: new Sequential(...layers, output),
    stages,
    inputShape: [inputsOf(state)],
    vocabulary: undefined,
    embedding: undefined,
  }
}
