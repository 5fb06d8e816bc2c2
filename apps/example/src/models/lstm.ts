import { orthogonal } from '@nn/init'
import { Dense, Embedding, Lstm, Module } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import type { Model } from './model.ts'

/** Says for every token what the next one may be: int32 `[n, steps] → [n, steps, tokens]`. */
class LanguageModel extends Module {
  readonly embedding: Embedding
  readonly lstm: Lstm
  readonly head: Dense

  constructor(tokens: number, units: number, layers: number) {
    super()
    this.embedding = new Embedding(tokens, units)
    this.lstm = new Lstm(units, { inUnits: units, layers, batchFirst: true })
    this.head = new Dense(tokens, { inUnits: units })
    this.parameters()
  }

  override forward(tokens: Tensor): Tensor {
    const { output } = this.lstm.forward(this.embedding.forward(tokens))
    return this.head.forward(output)
  }
}

export const lstm: Model = {
  about: 'a language model of two LSTM layers, 10,000 tokens, recurrent weights orthogonal',
  build: () => new LanguageModel(10_000, 256, 2),
  inputs: (backend) => [backend.zeros([1, 8], { dtype: 'int32' })],
  rules: [['lstm.weightHh*', orthogonal()]],
}
