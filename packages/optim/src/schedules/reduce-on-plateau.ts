import {
  checkGiven,
  checkOptions,
  finite,
  integer,
  number,
  type OptionNames,
  oneOf,
  wrongKind,
} from '@nn/check'
import { atLeastZero, belowOne } from '../optimizer/numbers.ts'
import type { Optimizer } from '../optimizer/optimizer.ts'

/** The options of `reduceOnPlateau`. */
export interface ReduceOnPlateauOptions {
  /** Whether the metric is to fall or to rise. Default `'min'`. */
  readonly mode?: 'min' | 'max' | undefined
  /** Factor of each change, below 1. Default 0.1. */
  readonly factor?: number | undefined
  /** How many calls without an improvement are waited for. Default 10. */
  readonly patience?: number | undefined
  /** What an improvement is at least, relative to the best or absolute. Default 1e-4. */
  readonly threshold?: number | undefined
  readonly thresholdMode?: 'relative' | 'absolute' | undefined
  /** How many calls after a change are not counted. Default 0. */
  readonly cooldown?: number | undefined
  /** The least rate. Default 0. */
  readonly least?: number | undefined
  /** A change that is not larger is left out. Default 1e-8. */
  readonly eps?: number | undefined
}

const OPTIONS: OptionNames<ReduceOnPlateauOptions> = {
  ...{ mode: true, factor: true, patience: true, threshold: true, thresholdMode: true },
  ...{ cooldown: true, least: true, eps: true },
}

/** Where a `reduceOnPlateau` stands. */
export interface PlateauState {
  /** The best metric so far; null before the first. */
  readonly best: number | null
  /** Calls without an improvement. */
  readonly waited: number
  /** Calls that are not counted any more. */
  readonly cooling: number
}

const STATE: OptionNames<PlateauState> = { best: true, waited: true, cooling: true }

/** Lowers learning rates when a metric stands still. */
export interface PlateauWatch {
  /** Takes the metric of an epoch; returns whether the rates were lowered. @throws TypeError or RangeError if it is no number */
  step(metric: number): boolean
  toJSON(): PlateauState
  /** Goes on where another one stood. @throws TypeError or RangeError if it is no such state */
  load(state: PlateauState): void
}

/**
 * Lowers the learning rates of an optimizer, those of its groups too, by a factor when a metric has not improved for `patience` calls, as PyTorch's
 * `ReduceLROnPlateau`.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { reduceOnPlateau, sgd } from '@nn/optim'
 * const optimizer = sgd({ w: cpu.ones([2]) }, { learningRate: 1 })
 * const plateau = reduceOnPlateau(optimizer, { factor: 0.5, patience: 1 })
 * const lowered = [3, 2, 2, 2].map((loss) => plateau.step(loss))
 * lowered // => [false, false, false, true]
 * optimizer.learningRate // => 0.5
 * ```
 */
export function reduceOnPlateau(optimizer: Optimizer, options: ReduceOnPlateauOptions = {}): PlateauWatch {
  const where = 'reduceOnPlateau'
  if (!Array.isArray(optimizer?.groups)) throw wrongKind(where, 'an optimizer', optimizer)
  checkOptions(where, options, OPTIONS)
  const mode = oneOf(where, 'mode', options.mode ?? 'min', ['min', 'max'])
  const factor = belowOne(where, 'factor', options.factor ?? 0.1)
  const patience = integer(where, 'patience', options.patience ?? 10, 0)
  const threshold = atLeastZero(where, 'threshold', options.threshold ?? 1e-4)
  const kind = oneOf(where, 'thresholdMode', options.thresholdMode ?? 'relative', ['relative', 'absolute'])
  const cooldown = integer(where, 'cooldown', options.cooldown ?? 0, 0)
  const least = atLeastZero(where, 'least', options.least ?? 0)
  const eps = atLeastZero(where, 'eps', options.eps ?? 1e-8)
  const sign = mode === 'min' ? 1 : -1
  let [best, waited, cooling]: [number | null, number, number] = [null, 0, 0]

  const isBetter = (metric: number): boolean => {
    if (best === null) return true
    const bar = kind === 'relative' ? best * (1 - sign * threshold) : best - sign * threshold
    return sign * metric < sign * bar
  }

  return {
    step(metric) {
      number(where, 'metric', metric)
      if (isBetter(metric)) [best, waited] = [metric, 0]
      else waited++
      if (cooling > 0) {
        cooling--
        waited = 0
      }
      if (waited <= patience) return false
      for (const group of optimizer.groups) {
        const lower = Math.max(group.learningRate * factor, least)
        if (group.learningRate - lower > eps) group.learningRate = lower
      }
      ;[cooling, waited] = [cooldown, 0]
      return true
    },
    toJSON: () => ({ best, waited, cooling }),
    load(state) {
      checkGiven(where, state, STATE)
      const known = state.best === null ? null : finite(where, 'best', state.best)
      const counts = [
        integer(where, 'waited', state.waited, 0),
        integer(where, 'cooling', state.cooling, 0),
      ] as const
      ;[best, waited, cooling] = [known, ...counts]
    },
  }
}
