import { normal } from '@nn/init'
import type { Model } from '../family/model.ts'
import { says, weights } from './laws.ts'
import type { Multiplier, Recipe } from './recipe.ts'

/** The small model whose hyperparameters are to hold. */
export interface BaseModel {
  /** Its width. */
  readonly baseWidth: number
  /** Spread of its weights. Default 0.02. */
  readonly std?: number
}

/** Hidden matrices N(0, std²/m), all others N(0, std²), with m = width / base width. */
function lawsOf(std: number, baseWidth: number): Recipe['laws'] {
  return ({ width }) => {
    const times = width / baseWidth
    return weights(({ part }, sort) =>
      sort === 'table' || sort === 'readout'
        ? says(normal({ std }), part)
        : says(normal({ std: std / Math.sqrt(times) }), `width × ${times}`),
    )
  }
}

/**
 * μP for Adam: hidden matrices N(0, std²/m) with m = width / base width, embeddings and readout N(0, std²). The trainer divides the
 * readout's output and the hidden learning rate by m, and attention's scores by the head's width, not its root.
 *
 * @see Yang et al. (2022), https://arxiv.org/abs/2203.03466; https://github.com/EleutherAI/nanoGPT-mup
 */
export function mup({ baseWidth, std = 0.02 }: BaseModel): Recipe {
  return {
    name: 'mup',
    source:
      'μP (Yang et al., 2022, https://arxiv.org/abs/2203.03466), in the form of https://github.com/EleutherAI/nanoGPT-mup',
    stream: 'keyed',
    options: { baseWidth, std },
    laws: lawsOf(std, baseWidth),
    multipliers: (model) => [
      ...widthMultipliers(model, baseWidth),
      { of: 'epsilon (Adam)', factor: baseWidth / model.width },
    ],
  }
}

function widthMultipliers({ width }: Model, baseWidth: number): Multiplier[] {
  const times = width / baseWidth
  return [
    { of: 'output of the readout', factor: 1 / times },
    { of: 'learning rate of hidden matrices (Adam)', factor: 1 / times },
    { of: 'learning rate of embeddings, readout, biases and norms', factor: 1 },
    { of: 'exponent of the head width in attention scores', factor: -1 },
  ]
}

/**
 * CompleteP: μP's laws, and each branch's output divided by L = depth / base depth; the trainer's factors hold hyperparameters over width and
 * depth (α = 1).
 *
 * @see Dey et al. (2025), https://arxiv.org/abs/2505.01618, table 1; https://github.com/EleutherAI/nanoGPT-mup/tree/completep
 */
export function completeP({
  baseWidth,
  baseDepth,
  std = 0.02,
}: BaseModel & { readonly baseDepth: number }): Recipe {
  return {
    name: 'completeP',
    source:
      'CompleteP (Dey et al., 2025, https://arxiv.org/abs/2505.01618, table 1, α = 1) and its code: https://github.com/EleutherAI/nanoGPT-mup/tree/completep',
    stream: 'keyed',
    options: { baseWidth, baseDepth, std },
    laws: lawsOf(std, baseWidth),
    multipliers: (model) => {
      const [times, deep] = [model.width / baseWidth, model.depth / baseDepth]
      return [
        { of: 'output of each branch', factor: 1 / deep },
        ...widthMultipliers(model, baseWidth),
        { of: 'weight decay of hidden matrices', factor: times },
        { of: 'epsilon of what lies in blocks (Adam)', factor: 1 / (times * deep) },
        { of: 'epsilon of embeddings, readout and last norm (Adam)', factor: 1 / times },
      ]
    },
  }
}
