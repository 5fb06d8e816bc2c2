import { flag, message, type OptionNames } from '@nn/check'
import { atLeastZero, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `sgd`, which groups may have of their own. */
export interface SgdSettings {
  /** η, at least 0. Has to be given. */
  readonly learningRate?: number | undefined
  /** μ, at least 0. Default 0. */
  readonly momentum?: number | undefined
  /** τ: how much less of each gradient but the first goes into the momentum. Default 0. */
  readonly dampening?: number | undefined
  /** Whether the momentum looks one step ahead; wants momentum and no dampening. Default false. */
  readonly nesterov?: boolean | undefined
  /** λ: the weights times this are added to the gradient. Default 0. */
  readonly weightDecay?: number | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `sgd`. */
export interface SgdOptions extends SgdSettings, OptimizerOptions<SgdSettings> {}

const names: OptionNames<SgdSettings> = {
  ...{ learningRate: true, momentum: true, dampening: true, nesterov: true },
  ...{ weightDecay: true, maximize: true },
}

function read(where: string, given: SgdSettings) {
  const { momentum = 0, dampening = 0, nesterov = false, weightDecay = 0, maximize = false } = given
  const hyper = {
    learningRate: rate(where, given.learningRate),
    momentum: atLeastZero(where, 'momentum', momentum),
    dampening: atLeastZero(where, 'dampening', dampening),
    nesterov: flag(where, 'nesterov', nesterov),
    weightDecay: atLeastZero(where, 'weightDecay', weightDecay),
    maximize: flag(where, 'maximize', maximize),
  }
  if (!hyper.nesterov || (hyper.momentum > 0 && hyper.dampening === 0)) return hyper
  const got = `momentum ${hyper.momentum} and dampening ${hyper.dampening}`
  throw new RangeError(message(where, 'nesterov with momentum > 0 and no dampening', got))
}

const design: Design<ReturnType<typeof read>, SgdSettings> = {
  names,
  read,
  rule: {
    name: 'sgd',
    slots: ({ momentum }) => (momentum === 0 ? {} : { momentumBuffer: 0 }),
    move({ w, g, kept, hyper, rate }) {
      const { momentum, dampening, nesterov, weightDecay, maximize } = hyper
      const sign = maximize ? -1 : 1
      const v = kept.slots.momentumBuffer
      if (v === undefined) {
        if (weightDecay === 0) for (let i = 0; i < w.length; i++) w[i]! -= sign * rate * g[i]!
        else for (let i = 0; i < w.length; i++) w[i]! -= rate * (sign * g[i]! + weightDecay * w[i]!)
        return
      }
      const fresh = kept.steps === 1 ? 1 : 1 - dampening
      for (let i = 0; i < w.length; i++) {
        const slope = sign * g[i]! + weightDecay * w[i]!
        const velocity = momentum * v[i]! + fresh * slope
        v[i] = velocity
        w[i]! -= rate * (nesterov ? slope + momentum * velocity : velocity)
      }
    },
  },
}

/**
 * Stochastic gradient descent as PyTorch's `SGD`: v ← μ·v + (1 − τ)·(g + λ·w), w ← w − η·v; the first v is g + λ·w. With `nesterov`,
 * w ← w − η·(g + λ·w + μ·v); without momentum, w ← w − η·(g + λ·w).
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Sutskever, Martens, Dahl, Hinton (2013), https://proceedings.mlr.press/v28/sutskever13.html
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { sgd } from '@nn/optim'
 * const w = cpu.tensor([1, 2])
 * const optimizer = sgd({ w }, { learningRate: 0.5, momentum: 0.5 })
 * optimizer.step(new Map([['w', cpu.tensor([1, -1])]]))
 * w.toNested() // => [0.5, 2.5]
 * optimizer.step(new Map([['w', cpu.tensor([0, 0])]]))
 * w.toNested() // => [0.25, 2.75]
 * sgd({ w }, { learningRate: 0.1, nesterov: true }) // throws /nesterov with momentum > 0/
 * ```
 */
export function sgd(trained: Trained, options: SgdOptions): Optimizer {
  return optimizerOf(design, trained, options)
}
