import { flag, type OptionNames } from '@nn/check'
import { atLeastZero, betasOf, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `nAdam`, which groups may have of their own. */
export interface NAdamSettings {
  /** η, at least 0. Default 0.002. */
  readonly learningRate?: number | undefined
  /** β₁ and β₂: what stays of the moments. Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number] | undefined
  /** ε, added to the root. Default 1e-8. */
  readonly eps?: number | undefined
  /** λ. Default 0. */
  readonly weightDecay?: number | undefined
  /** ψ: how fast the momentum of the first steps grows. Default 0.004. */
  readonly momentumDecay?: number | undefined
  /** Whether the decay is apart from the gradient, as in `adamW`. Default false. */
  readonly decoupledWeightDecay?: boolean | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `nAdam`. */
export interface NAdamOptions extends NAdamSettings, OptimizerOptions<NAdamSettings> {}

const names: OptionNames<NAdamSettings> = {
  ...{ learningRate: true, betas: true, eps: true, weightDecay: true, momentumDecay: true },
  ...{ decoupledWeightDecay: true, maximize: true },
}

function read(where: string, given: NAdamSettings) {
  const {
    learningRate = 2e-3,
    betas = [0.9, 0.999],
    eps = 1e-8,
    weightDecay = 0,
    momentumDecay = 4e-3,
  } = given
  return {
    learningRate: rate(where, learningRate),
    betas: betasOf(where, betas),
    eps: atLeastZero(where, 'eps', eps),
    weightDecay: atLeastZero(where, 'weightDecay', weightDecay),
    momentumDecay: atLeastZero(where, 'momentumDecay', momentumDecay),
    decoupledWeightDecay: flag(where, 'decoupledWeightDecay', given.decoupledWeightDecay ?? false),
    maximize: flag(where, 'maximize', given.maximize ?? false),
  }
}

const design: Design<ReturnType<typeof read>, NAdamSettings> = {
  names,
  read,
  rule: {
    name: 'nAdam',
    slots: () => ({ expAvg: 0, expAvgSq: 0 }),
    // The product of all momenta so far.
    numbers: { muProduct: 1 },
    move({ w, g, kept, hyper, rate }) {
      const { betas, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize } = hyper
      const [b1, b2] = betas
      const { expAvg: m, expAvgSq: v } = kept.slots
      if (m === undefined || v === undefined) return
      const momentumOf = (step: number): number => b1 * (1 - 0.5 * 0.96 ** (step * momentumDecay))
      const [mu, next] = [momentumOf(kept.steps), momentumOf(kept.steps + 1)]
      // PyTorch keeps it in float32, whatever the weights are.
      const product = Math.fround((kept.numbers.muProduct ?? 1) * Math.fround(mu))
      kept.numbers.muProduct = product
      const [ofSlope, ofMean] = [(rate * (1 - mu)) / (1 - product), (rate * next) / (1 - product * next)]
      const correction = 1 - b2 ** kept.steps
      const shrink = decoupledWeightDecay ? 1 - rate * weightDecay : 1
      const decay = decoupledWeightDecay ? 0 : weightDecay
      const sign = maximize ? -1 : 1
      for (let i = 0; i < w.length; i++) {
        const slope = sign * g[i]! + decay * w[i]!
        const mean = m[i]! + (slope - m[i]!) * (1 - b1)
        const square = b2 * v[i]! + (1 - b2) * slope * slope
        m[i] = mean
        v[i] = square
        w[i] = shrink * w[i]! - (ofSlope * slope + ofMean * mean) / (Math.sqrt(square / correction) + eps)
      }
    },
  },
}

/**
 * NAdam as PyTorch's: Adam whose mean looks one step ahead, as Nesterov's momentum does: with μₜ = β₁·(1 − ½·0.96^(t·ψ)) and the product Πμ of
 * all so far, w ← w − η·((1 − μₜ)/(1 − Πμ)·g + μₜ₊₁/(1 − Πμ·μₜ₊₁)·m)/(√v̂ + ε).
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Dozat (2016), https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { nAdam } from '@nn/optim'
 * const w = cpu.tensor([1, 2], { dtype: 'float64' })
 * nAdam({ w }, { learningRate: 0.5, betas: [0, 0.999], eps: 0 }).step(new Map([['w', cpu.tensor([3, -4])]]))
 * w.allClose(cpu.tensor([0.5, 2.5])) // => true
 * ```
 */
export function nAdam(trained: Trained, options: NAdamOptions = {}): Optimizer {
  return optimizerOf(design, trained, options)
}
