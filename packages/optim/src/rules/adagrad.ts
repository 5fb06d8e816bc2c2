import { flag, type OptionNames } from '@nn/check'
import { atLeastZero, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `adagrad`, which groups may have of their own. */
export interface AdagradSettings {
  /** η, at least 0. Default 0.01. */
  readonly learningRate?: number | undefined
  /** How the rate decays: η/(1 + (t − 1)·this). Default 0. */
  readonly learningRateDecay?: number | undefined
  /** λ: the weights times this are added to the gradient. Default 0. */
  readonly weightDecay?: number | undefined
  /** What the sum of squares begins with. Default 0. */
  readonly initialAccumulator?: number | undefined
  /** ε, added to the root. Default 1e-10. */
  readonly eps?: number | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `adagrad`. */
export interface AdagradOptions extends AdagradSettings, OptimizerOptions<AdagradSettings> {}

const names: OptionNames<AdagradSettings> = {
  ...{ learningRate: true, learningRateDecay: true, weightDecay: true },
  ...{ initialAccumulator: true, eps: true, maximize: true },
}

function read(where: string, given: AdagradSettings) {
  const { learningRate = 0.01, learningRateDecay = 0, weightDecay = 0, eps = 1e-10 } = given
  return {
    learningRate: rate(where, learningRate),
    learningRateDecay: atLeastZero(where, 'learningRateDecay', learningRateDecay),
    weightDecay: atLeastZero(where, 'weightDecay', weightDecay),
    initialAccumulator: atLeastZero(where, 'initialAccumulator', given.initialAccumulator ?? 0),
    eps: atLeastZero(where, 'eps', eps),
    maximize: flag(where, 'maximize', given.maximize ?? false),
  }
}

const design: Design<ReturnType<typeof read>, AdagradSettings> = {
  names,
  read,
  rule: {
    name: 'adagrad',
    slots: ({ initialAccumulator }) => ({ sum: initialAccumulator }),
    move({ w, g, kept, hyper, rate }) {
      const { learningRateDecay, weightDecay, eps, maximize } = hyper
      const { sum } = kept.slots
      if (sum === undefined) return
      const sign = maximize ? -1 : 1
      const current = rate / (1 + (kept.steps - 1) * learningRateDecay)
      for (let i = 0; i < w.length; i++) {
        const slope = sign * g[i]! + weightDecay * w[i]!
        const square = sum[i]! + slope * slope
        sum[i] = square
        w[i]! -= (current * slope) / (Math.sqrt(square) + eps)
      }
    },
  },
}

/**
 * Adagrad as PyTorch's: of g + λ·w, s ← s + g² and w ← w − η·g/(√s + ε).
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Duchi, Hazan, Singer (2011), https://jmlr.org/papers/v12/duchi11a.html
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { adagrad } from '@nn/optim'
 * const w = cpu.tensor([1, 2])
 * adagrad({ w }, { learningRate: 0.5, eps: 0 }).step(new Map([['w', cpu.tensor([3, -4])]]))
 * w.toNested() // => [0.5, 2.5]
 * ```
 */
export function adagrad(trained: Trained, options: AdagradOptions = {}): Optimizer {
  return optimizerOf(design, trained, options)
}
