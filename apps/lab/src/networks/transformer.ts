import { Dense, Embedding, Module, TransformerEncoder } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { activationOf } from '../activations/activations.ts'
import type { LabState } from '../state/state.ts'
import type { LabNetwork, Stage } from './network.ts'

/** How many tokens there are. */
export const TOKENS = 64
/** Tokens of an example. */
export const STEPS = 16

/** Tokens of `[n, steps]`, embedded, through encoder layers with norms before their branches, as GPT-2 has them, to a row of numbers for each token. */
class Transformer extends Module {
  readonly embedding: Embedding
  readonly encoder: TransformerEncoder
  readonly head: Dense

  constructor({ depth, width, activation }: LabState) {
    super()
    this.embedding = new Embedding(TOKENS, width)
    this.encoder = new TransformerEncoder(width, headsOf(width), {
      layers: depth,
      feedforwardUnits: 4 * width,
      activation: activationOf(activation).layer,
      dropout: 0,
      normFirst: true,
      finalNorm: true,
      batchFirst: true,
    })
    this.head = new Dense(TOKENS, { inUnits: width, use: 'readout' })
  }

  override forward(x: Tensor): Tensor {
    return this.head.forward(this.encoder.forward(this.embedding.forward(x)))
  }
}

/** A small transformer. */
export function transformer(state: LabState): LabNetwork {
  const { depth, width, activation } = state
  const net = new Transformer(state)
  const other = { parts: [{ kind: 'other' }], before: undefined } as const
  const blocks = net.encoder.layers.map((block, i): Stage => {
    const label = `encoder layer, ${activation}`
    return { ...other, path: `encoder.layers.${i}`, layer: i + 2, label, run: (x) => block.forward(x) }
  })
  const end: Stage[] = [
    {
      ...other,
      path: 'head',
      layer: depth + 2,
      label: `norm, Dense ${width} → ${TOKENS}`,
      run: (x) => net.head.forward(net.encoder.norm === undefined ? x : net.encoder.norm.forward(x)),
    },
  ]
  const begin: Stage = {
    ...other,
    path: 'embedding',
    layer: 1,
    label: `Embedding ${TOKENS} → ${width}`,
    run: (x) => net.embedding.forward(x),
  }
  return {
    net,
    stages: [begin, ...blocks, ...end],
    inputShape: [STEPS],
    vocabulary: TOKENS,
    embedding: 'embedding',
  }
}

/** Four heads where the width divides by them, else two or one. */
export function headsOf(width: number): number {
  return [4, 2].find((heads) => width % heads === 0) ?? 1
}
