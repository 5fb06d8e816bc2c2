import { flag, type OptionNames, within } from '@nn/check'
import { atLeastZero, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `adadelta`, which groups may have of their own. */
export interface AdadeltaSettings {
  /** η, at least 0. Default 1. */
  readonly learningRate?: number | undefined
  /** ρ of [0, 1]: what stays of the mean squares. Default 0.9. */
  readonly rho?: number | undefined
  /** ε, added below both roots. Default 1e-6. */
  readonly eps?: number | undefined
  /** λ: the weights times this are added to the gradient. Default 0. */
  readonly weightDecay?: number | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `adadelta`. */
export interface AdadeltaOptions extends AdadeltaSettings, OptimizerOptions<AdadeltaSettings> {}

const names: OptionNames<AdadeltaSettings> = {
  ...{ learningRate: true, rho: true, eps: true, weightDecay: true, maximize: true },
}

function read(where: string, given: AdadeltaSettings) {
  const { learningRate = 1, rho = 0.9, eps = 1e-6, weightDecay = 0, maximize = false } = given
  return {
    learningRate: rate(where, learningRate),
    rho: within(where, 'rho', rho, 0, 1),
    eps: atLeastZero(where, 'eps', eps),
    weightDecay: atLeastZero(where, 'weightDecay', weightDecay),
    maximize: flag(where, 'maximize', maximize),
  }
}

const design: Design<ReturnType<typeof read>, AdadeltaSettings> = {
  names,
  read,
  rule: {
    name: 'adadelta',
    slots: () => ({ squareAvg: 0, accDelta: 0 }),
    move({ w, g, kept, hyper, rate }) {
      const { rho, eps, weightDecay, maximize } = hyper
      const { squareAvg: v, accDelta: u } = kept.slots
      if (v === undefined || u === undefined) return
      const sign = maximize ? -1 : 1
      for (let i = 0; i < w.length; i++) {
        const slope = sign * g[i]! + weightDecay * w[i]!
        const square = rho * v[i]! + (1 - rho) * slope * slope
        const delta = (Math.sqrt(u[i]! + eps) / Math.sqrt(square + eps)) * slope
        v[i] = square
        u[i] = rho * u[i]! + (1 - rho) * delta * delta
        w[i]! -= rate * delta
      }
    },
  },
}

/**
 * Adadelta as PyTorch's: of g + λ·w, v ← ρ·v + (1 − ρ)·g², Δ = √(u + ε)/√(v + ε)·g, u ← ρ·u + (1 − ρ)·Δ² and w ← w − η·Δ.
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Zeiler (2012), https://arxiv.org/abs/1212.5701
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { adadelta } from '@nn/optim'
 * const w = cpu.tensor([1, 2])
 * adadelta({ w }, { rho: 0, eps: 0.25 }).step(new Map([['w', cpu.tensor([0, 0])]]))
 * w.toNested() // => [1, 2]
 * ```
 */
export function adadelta(trained: Trained, options: AdadeltaOptions = {}): Optimizer {
  return optimizerOf(design, trained, options)
}
