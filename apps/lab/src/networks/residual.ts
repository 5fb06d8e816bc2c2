import { Dense, Residual, Sequential } from '@nn/layers'
import { activationOf } from '../activations/activations.ts'
import type { LabState } from '../state/state.ts'
import { plainStage } from './dense-stage.ts'
import type { LabNetwork, Stage } from './network.ts'
import { inputsOf, outputsOf } from './suits.ts'

/**
 * A residual network of dense layers: blocks x + W₂ φ(W₁ φ(x) + b₁) + b₂, whose activations stand before the weights (He et al., 2016,
 * https://arxiv.org/abs/1603.05027, without its norms), between a dense layer to their width and a linear output.
 */
export function residual(state: LabState): LabNetwork {
  const { depth, width } = state
  const input = new Dense(width, { inUnits: inputsOf(state) })
  const output = new Dense(outputsOf(state), { inUnits: width, use: 'readout' })
  const blocks = Array.from({ length: depth }, (_, i) => blockOf(state, i + 1))
  return {
    net: new Sequential(input, ...blocks.map(({ block }) => block), output),
    stages: [
      plainStage(input, '0', 1),
      ...blocks.map(({ stage }) => stage),
      plainStage(output, String(depth + 1), depth + 2),
    ],
    inputShape: [inputsOf(state)],
    vocabulary: undefined,
    embedding: undefined,
  }
}

function blockOf({ width, activation }: LabState, index: number): { block: Residual; stage: Stage } {
  const of = activationOf(activation)
  const first = new Dense(width, { inUnits: width })
  const last = new Dense(width, { inUnits: width, use: 'residualOut' })
  const block = new Residual(new Sequential(of.layer, first, of.layer, last))
  const path = String(index)
  const branch = [
    { kind: 'activation', of },
    { kind: 'linear', path: `${path}.inner.1` },
    { kind: 'activation', of },
    { kind: 'linear', path: `${path}.inner.3` },
  ] as const
  const label = `x + two Dense, ${activation}`
  return {
    block,
    stage: {
      path,
      layer: index + 1,
      label,
      parts: [{ kind: 'residual', branch }],
      before: undefined,
      run: (x) => block.forward(x),
    },
  }
}
