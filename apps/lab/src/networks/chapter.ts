import { Dense, Sequential } from '@nn/layers'
import { activationOf } from '../activations/activations.ts'
import type { LabState } from '../state/state.ts'
import { activeStage, plainStage } from './dense-stage.ts'
import type { LabNetwork } from './network.ts'

/** The network of the book's chapter, 4-8-1, as it is written there: the activation belongs to the first layer. */
export function chapter({ activation }: LabState): LabNetwork {
  const hidden = new Dense(8, { inUnits: 4, activation: activationOf(activation).layer })
  const output = new Dense(1, { inUnits: 8 })
  return {
    net: new Sequential(hidden, output),
    stages: [activeStage(hidden, '0', 1, activation), plainStage(output, '1', 2)],
    inputShape: [4],
    vocabulary: undefined,
    embedding: undefined,
  }
}
