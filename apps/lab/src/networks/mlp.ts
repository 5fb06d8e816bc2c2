import { Dense, type Layer, Sequential } from '@nn/layers'
import { activationOf } from '../activations/activations.ts'
import type { LabState } from '../state/state.ts'
import { inputsOf, outputsOf } from './data-shape.ts'
import type { LabNetwork, Stage } from './network.ts'

/** `depth` hidden layers of `width` units, each with the activation in a place of its own, as in PyTorch's `nn.Sequential`, and a linear output. */
export function mlp(state: LabState): LabNetwork {
  const { depth, width, activation } = state
  const { layer: activate } = activationOf(activation)
  const inputs = inputsOf(state)
  const outputs = outputsOf(state)
  const layers: Layer[] = []
  const stages: Stage[] = []
  for (let i = 0; i < depth; i++) {
    const inUnits = i === 0 ? inputs : width
    const dense = new Dense(width, { inUnits })
    stages.push({
      path: String(layers.length),
      layer: i + 1,
      label: `Dense ${inUnits} → ${width}, ${activation}`,
      before: (x) => dense.forward(x),
      run: (x) => activate(dense.forward(x)),
    })
    layers.push(dense, activate)
  }
  const last = new Dense(outputs, { inUnits: width })
  stages.push({
    path: String(layers.length),
    layer: depth + 1,
    label: `Dense ${width} → ${outputs}`,
    before: undefined,
    run: (x) => last.forward(x),
  })
  const net = new Sequential(...layers, last)
  return { net, stages, inputShape: [inputs], outputs, embedding: undefined }
}
