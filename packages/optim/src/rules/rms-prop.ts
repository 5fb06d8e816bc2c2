import { flag, type OptionNames } from '@nn/check'
import { atLeastZero, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `rmsProp`, which groups may have of their own. */
export interface RmsPropSettings {
  /** η, at least 0. Default 0.01. */
  readonly learningRate?: number | undefined
  /** α: what stays of the mean square. Default 0.99. */
  readonly alpha?: number | undefined
  /** ε, added to the root. Default 1e-8. */
  readonly eps?: number | undefined
  /** λ: the weights times this are added to the gradient. Default 0. */
  readonly weightDecay?: number | undefined
  /** μ, at least 0. Default 0. */
  readonly momentum?: number | undefined
  /** Whether to divide by the deviation instead of the root of the mean square. Default false. */
  readonly centered?: boolean | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `rmsProp`. */
export interface RmsPropOptions extends RmsPropSettings, OptimizerOptions<RmsPropSettings> {}

const names: OptionNames<RmsPropSettings> = {
  ...{ learningRate: true, alpha: true, eps: true, weightDecay: true },
  ...{ momentum: true, centered: true, maximize: true },
}

function read(where: string, given: RmsPropSettings) {
  const { learningRate = 0.01, alpha = 0.99, eps = 1e-8, weightDecay = 0, momentum = 0 } = given
  return {
    learningRate: rate(where, learningRate),
    alpha: atLeastZero(where, 'alpha', alpha),
    eps: atLeastZero(where, 'eps', eps),
    weightDecay: atLeastZero(where, 'weightDecay', weightDecay),
    momentum: atLeastZero(where, 'momentum', momentum),
    centered: flag(where, 'centered', given.centered ?? false),
    maximize: flag(where, 'maximize', given.maximize ?? false),
  }
}

const design: Design<ReturnType<typeof read>, RmsPropSettings> = {
  names,
  read,
  rule: {
    name: 'rmsProp',
    slots: ({ momentum, centered }) => ({
      squareAvg: 0,
      ...(centered && { gradAvg: 0 }),
      ...(momentum > 0 && { momentumBuffer: 0 }),
    }),
    move({ w, g, kept, hyper, rate }) {
      const { alpha, eps, weightDecay, momentum, maximize } = hyper
      const { squareAvg: v, gradAvg: mean, momentumBuffer: buffer } = kept.slots
      if (v === undefined) return
      const sign = maximize ? -1 : 1
      for (let i = 0; i < w.length; i++) {
        const slope = sign * g[i]! + weightDecay * w[i]!
        const square = alpha * v[i]! + (1 - alpha) * slope * slope
        v[i] = square
        let variance = square
        if (mean !== undefined) {
          const average = mean[i]! + (slope - mean[i]!) * (1 - alpha)
          mean[i] = average
          // The difference of two averages is not negative, but for rounding.
          variance = Math.max(0, square - average * average)
        }
        let step = slope / (Math.sqrt(variance) + eps)
        if (buffer !== undefined) {
          step += momentum * buffer[i]!
          buffer[i] = step
        }
        w[i]! -= rate * step
      }
    },
  },
}

/**
 * RMSProp as PyTorch's: of g + λ·w, v ← α·v + (1 − α)·g² and w ← w − η·g/(√v + ε). With `centered`, v minus the square of the mean gradient in
 * the place of v; with momentum, b ← μ·b + g/(√v + ε) and w ← w − η·b.
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Tieleman, Hinton (2012), lecture 6.5, https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf; centered: Graves
 * (2013), https://arxiv.org/abs/1308.0850
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { rmsProp } from '@nn/optim'
 * const w = cpu.tensor([1, 2])
 * rmsProp({ w }, { learningRate: 0.5, alpha: 0, eps: 0 }).step(new Map([['w', cpu.tensor([3, -4])]]))
 * w.toNested() // => [0.5, 2.5]
 * ```
 */
export function rmsProp(trained: Trained, options: RmsPropOptions = {}): Optimizer {
  return optimizerOf(design, trained, options)
}
