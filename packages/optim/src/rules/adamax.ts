import { flag, type OptionNames } from '@nn/check'
import { atLeastZero, betasOf, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `adamax`, which groups may have of their own. */
export interface AdamaxSettings {
  /** η, at least 0. Default 0.002. */
  readonly learningRate?: number | undefined
  /** β₁ and β₂: what stays of the mean and of the largest gradient. Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number] | undefined
  /** ε, added to each size of a gradient. Default 1e-8. */
  readonly eps?: number | undefined
  /** λ: the weights times this are added to the gradient. Default 0. */
  readonly weightDecay?: number | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `adamax`. */
export interface AdamaxOptions extends AdamaxSettings, OptimizerOptions<AdamaxSettings> {}

const names: OptionNames<AdamaxSettings> = {
  ...{ learningRate: true, betas: true, eps: true, weightDecay: true, maximize: true },
}

function read(where: string, given: AdamaxSettings) {
  const { learningRate = 2e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0, maximize = false } = given
  return {
    learningRate: rate(where, learningRate),
    betas: betasOf(where, betas),
    eps: atLeastZero(where, 'eps', eps),
    weightDecay: atLeastZero(where, 'weightDecay', weightDecay),
    maximize: flag(where, 'maximize', maximize),
  }
}

const design: Design<ReturnType<typeof read>, AdamaxSettings> = {
  names,
  read,
  rule: {
    name: 'adamax',
    slots: () => ({ expAvg: 0, expInf: 0 }),
    move({ w, g, kept, hyper, rate }) {
      const { betas, eps, weightDecay, maximize } = hyper
      const [b1, b2] = betas
      const { expAvg: m, expInf: u } = kept.slots
      if (m === undefined || u === undefined) return
      const size = rate / (1 - b1 ** kept.steps)
      const sign = maximize ? -1 : 1
      for (let i = 0; i < w.length; i++) {
        const slope = sign * g[i]! + weightDecay * w[i]!
        const mean = m[i]! + (slope - m[i]!) * (1 - b1)
        const most = Math.max(b2 * u[i]!, Math.abs(slope) + eps)
        m[i] = mean
        u[i] = most
        w[i]! -= (size * mean) / most
      }
    },
  },
}

/**
 * Adamax as PyTorch's: of g + λ·w, m ← β₁·m + (1 − β₁)·g, u ← max(β₂·u, |g| + ε) and w ← w − η/(1 − β₁ᵗ)·m/u.
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Kingma, Ba (2015), section 7.1, https://arxiv.org/abs/1412.6980
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { adamax } from '@nn/optim'
 * const w = cpu.tensor([1, 2], { dtype: 'float64' })
 * adamax({ w }, { learningRate: 0.5, betas: [0, 0.999], eps: 0 }).step(new Map([['w', cpu.tensor([3, -4])]]))
 * w.toNested() // => [0.5, 2.5]
 * ```
 */
export function adamax(trained: Trained, options: AdamaxOptions = {}): Optimizer {
  return optimizerOf(design, trained, options)
}
