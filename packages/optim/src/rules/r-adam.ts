import { flag, type OptionNames } from '@nn/check'
import { atLeastZero, betasOf, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `rAdam`, which groups may have of their own. */
export interface RAdamSettings {
  /** η, at least 0. Default 0.001. */
  readonly learningRate?: number | undefined
  /** β₁ and β₂: what stays of the moments. Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number] | undefined
  /** ε, added to the root. Default 1e-8. */
  readonly eps?: number | undefined
  /** λ. Default 0. */
  readonly weightDecay?: number | undefined
  /** Whether the decay is apart from the gradient, as in `adamW`. Default false. */
  readonly decoupledWeightDecay?: boolean | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `rAdam`. */
export interface RAdamOptions extends RAdamSettings, OptimizerOptions<RAdamSettings> {}

const names: OptionNames<RAdamSettings> = {
  ...{ learningRate: true, betas: true, eps: true, weightDecay: true },
  ...{ decoupledWeightDecay: true, maximize: true },
}

function read(where: string, given: RAdamSettings) {
  const { learningRate = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 } = given
  return {
    learningRate: rate(where, learningRate),
    betas: betasOf(where, betas),
    eps: atLeastZero(where, 'eps', eps),
    weightDecay: atLeastZero(where, 'weightDecay', weightDecay),
    decoupledWeightDecay: flag(where, 'decoupledWeightDecay', given.decoupledWeightDecay ?? false),
    maximize: flag(where, 'maximize', given.maximize ?? false),
  }
}

/** The factor that makes up for the variance of the first steps; undefined while it cannot be told. */
function rectification(b2: number, step: number): number | undefined {
  const longest = 2 / (1 - b2) - 1
  const length = longest - (2 * step * b2 ** step) / (1 - b2 ** step)
  if (length <= 5) return undefined
  return Math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length))
}

const design: Design<ReturnType<typeof read>, RAdamSettings> = {
  names,
  read,
  rule: {
    name: 'rAdam',
    slots: () => ({ expAvg: 0, expAvgSq: 0 }),
    move({ w, g, kept, hyper, rate }) {
      const { betas, eps, weightDecay, decoupledWeightDecay, maximize } = hyper
      const [b1, b2] = betas
      const { expAvg: m, expAvgSq: v } = kept.slots
      if (m === undefined || v === undefined) return
      const size = rate / (1 - b1 ** kept.steps)
      const root = Math.sqrt(1 - b2 ** kept.steps)
      const factor = rectification(b2, kept.steps)
      const shrink = decoupledWeightDecay ? 1 - rate * weightDecay : 1
      const decay = decoupledWeightDecay ? 0 : weightDecay
      const sign = maximize ? -1 : 1
      for (let i = 0; i < w.length; i++) {
        const slope = sign * g[i]! + decay * w[i]!
        const mean = m[i]! + (slope - m[i]!) * (1 - b1)
        const square = b2 * v[i]! + (1 - b2) * slope * slope
        m[i] = mean
        v[i] = square
        const adapted = factor === undefined ? 1 : (factor * root) / (Math.sqrt(square) + eps)
        w[i] = shrink * w[i]! - size * mean * adapted
      }
    },
  },
}

/**
 * RAdam as PyTorch's: Adam whose root counts only when its variance can be told, times a factor that makes up for what is left: of the first steps
 * w ← w − η·m̂.
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Liu et al. (2020), https://arxiv.org/abs/1908.03265
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { rAdam } from '@nn/optim'
 * const w = cpu.tensor([1, 2], { dtype: 'float64' })
 * rAdam({ w }, { learningRate: 0.25 }).step(new Map([['w', cpu.tensor([2, -2])]]))
 * w.allClose(cpu.tensor([0.5, 2.5])) // => true
 * ```
 */
export function rAdam(trained: Trained, options: RAdamOptions = {}): Optimizer {
  return optimizerOf(design, trained, options)
}
