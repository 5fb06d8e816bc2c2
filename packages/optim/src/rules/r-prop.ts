import { flag, type OptionNames } from '@nn/check'
import { pairOf, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `rProp`, which groups may have of their own. */
export interface RPropSettings {
  /** η, at least 0: the first size of the steps. Default 0.01. */
  readonly learningRate?: number | undefined
  /** The factors of a size where the sign changed, and where it stayed: below 1 and above. Default [0.5, 1.2]. */
  readonly etas?: readonly [number, number] | undefined
  /** The least and the largest size. Default [1e-6, 50]. */
  readonly stepSizes?: readonly [number, number] | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `rProp`. */
export interface RPropOptions extends RPropSettings, OptimizerOptions<RPropSettings> {}

const names: OptionNames<RPropSettings> = { learningRate: true, etas: true, stepSizes: true, maximize: true }

function read(where: string, given: RPropSettings) {
  const { learningRate = 0.01, etas = [0.5, 1.2], stepSizes = [1e-6, 50], maximize = false } = given
  return {
    learningRate: rate(where, learningRate),
    etas: pairOf(where, 'etas', etas, (less, more) => 0 < less && less < 1 && 1 < more),
    stepSizes: pairOf(where, 'stepSizes', stepSizes, (least, most) => 0 <= least && least <= most),
    maximize: flag(where, 'maximize', maximize),
  }
}

const design: Design<ReturnType<typeof read>, RPropSettings> = {
  names,
  read,
  rule: {
    name: 'rProp',
    slots: ({ learningRate }) => ({ prev: 0, stepSize: learningRate }),
    move({ w, g, kept, hyper }) {
      const { etas, stepSizes, maximize } = hyper
      const [less, more] = etas
      const [least, most] = stepSizes
      const { prev, stepSize } = kept.slots
      if (prev === undefined || stepSize === undefined) return
      const sign = maximize ? -1 : 1
      for (let i = 0; i < w.length; i++) {
        const slope = sign * g[i]!
        const turn = Math.sign(slope * prev[i]!)
        const factor = turn > 0 ? more : turn < 0 ? less : 1
        const size = Math.min(most, Math.max(least, stepSize[i]! * factor))
        // Where the sign changed, the step is left out, and the next one is a first one.
        const counted = turn < 0 ? 0 : slope
        stepSize[i] = size
        prev[i] = counted
        w[i]! -= Math.sign(counted) * size
      }
    },
  },
}

/**
 * Resilient backpropagation as PyTorch's `Rprop`, for gradients of all data: only signs count. The size of an element's step grows by the second of
 * `etas` where the sign of its gradient stays, shrinks by the first where it changes, and w ← w − sign(g)·size. A schedule has no effect.
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Riedmiller, Braun (1993), https://doi.org/10.1109/ICNN.1993.298623
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { rProp } from '@nn/optim'
 * const w = cpu.tensor([1, 2])
 * rProp({ w }, { learningRate: 0.5 }).step(new Map([['w', cpu.tensor([3, -4])]]))
 * w.toNested() // => [0.5, 2.5]
 * ```
 */
export function rProp(trained: Trained, options: RPropOptions = {}): Optimizer {
  return optimizerOf(design, trained, options)
}
