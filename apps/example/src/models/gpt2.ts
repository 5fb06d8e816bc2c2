import { normal } from '@nn/init'
import { Embedding, LayerNorm, Module, TransformerEncoderLayer } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import type { Model } from './model.ts'

/** The sizes of a GPT-2. */
interface Sizes {
  readonly tokens: number
  readonly context: number
  readonly units: number
  readonly layers: number
  readonly heads: number
}

/**
 * GPT-2: embeddings of tokens and of their places, blocks of causal attention, and the embedding of the tokens once more to say what
 * comes next: int32 `[n, steps] → [n, steps, tokens]` (Radford et al., 2019,
 * https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf).
 */
class Gpt2 extends Module {
  /** Recipes that start an encoder otherwise than a decoder, as T-Fixup does, read what a module declares, never what it is called. */
  override readonly kind = 'decoder'
  readonly wte: Embedding
  readonly wpe: Embedding
  readonly blocks: readonly TransformerEncoderLayer[]
  readonly norm: LayerNorm

  constructor({ tokens, context, units, layers, heads }: Sizes) {
    super()
    const feedforwardUnits = 4 * units
    const activation = (x: Tensor): Tensor => x.gelu({ approximate: 'tanh' })
    const options = { feedforwardUnits, activation, normFirst: true, batchFirst: true, dropout: 0 }
    this.wte = new Embedding(tokens, units)
    this.wpe = new Embedding(context, units)
    this.blocks = Array.from({ length: layers }, () => new TransformerEncoderLayer(units, heads, options))
    this.norm = new LayerNorm({ shape: units })
    this.parameters()
  }

  override forward(tokens: Tensor): Tensor {
    const places = tokens.backend.arange(tokens.shape.at(-1) ?? 0, { dtype: 'int32' })
    let x = this.wte.forward(tokens).add(this.wpe.forward(places))
    for (const block of this.blocks) x = block.forward(x, { isCausal: true })
    return this.norm.forward(x).matmul(this.wte.weight.data.transpose())
  }
}

const SMALL: Sizes = { tokens: 50_257, context: 1024, units: 768, layers: 12, heads: 12 }

/** Two residual branches of each block add up: their last layers start the smaller, the more there are. */
const residual = normal({ std: 0.02 / Math.sqrt(2 * SMALL.layers) })

export const gpt2Small: Model = {
  about: 'GPT-2 small, 124 million parameters: N(0, 0.02²), residual branches scaled by their number',
  build: () => new Gpt2(SMALL),
  inputs: (backend) => [backend.zeros([1, 8], { dtype: 'int32' })],
  rules: [
    ['blocks.*.selfAttn.outProj.weight', residual],
    ['blocks.*.linear2.weight', residual],
  ],
  init: normal({ std: 0.02 }),
}
