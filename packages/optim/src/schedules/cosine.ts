import { checkGiven, integer, type OptionNames } from '@nn/check'
import { atLeastZero } from '../optimizer/numbers.ts'
import { stepsOf } from './decay.ts'
import type { Schedule } from './schedule.ts'

/** The options of `cosineAnnealing`. */
export interface CosineAnnealingOptions {
  /** Steps from the rate to the least one. */
  readonly steps: number
  /** The least rate. Default 0. */
  readonly least?: number | undefined
}

const COSINE: OptionNames<CosineAnnealingOptions> = { steps: true, least: true }

/**
 * least + (η − least)·(1 + cos(π·t/steps))/2, as PyTorch's `CosineAnnealingLR`: after `steps` it rises again.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @see Loshchilov, Hutter (2017), https://arxiv.org/abs/1608.03983
 * @example
 * ```ts
 * import { cosineAnnealing } from '@nn/optim'
 * const schedule = cosineAnnealing({ steps: 10, least: 0.5 })
 * schedule(0, 1) // => 1
 * schedule(5, 1) // => 0.75
 * schedule(10, 1) // => 0.5
 * ```
 */
export function cosineAnnealing(options: CosineAnnealingOptions): Schedule {
  const where = 'cosineAnnealing'
  checkGiven(where, options, COSINE)
  const steps = stepsOf(where, 'steps', options.steps)
  const least = atLeastZero(where, 'least', options.least ?? 0)
  return (step, learningRate) => annealed(learningRate, least, step / steps)
}

/** From `start` to `end` along a half wave of the cosine, of which `share` is done. */
export function annealed(start: number, end: number, share: number): number {
  const wave = Math.cos(Math.PI * share)
  return (start * (1 + wave) + end * (1 - wave)) / 2
}

/** The options of `cosineRestarts`. */
export interface CosineRestartsOptions {
  /** Steps of the first wave. */
  readonly steps: number
  /** How many times as long each wave is as the one before: an integer from 1 on. Default 1. */
  readonly growth?: number | undefined
  /** The least rate. Default 0. */
  readonly least?: number | undefined
}

const RESTARTS: OptionNames<CosineRestartsOptions> = { steps: true, growth: true, least: true }

/**
 * `cosineAnnealing` that begins again when it is down, as PyTorch's `CosineAnnealingWarmRestarts`.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @see Loshchilov, Hutter (2017), https://arxiv.org/abs/1608.03983
 * @example
 * ```ts
 * import { cosineRestarts } from '@nn/optim'
 * const schedule = cosineRestarts({ steps: 10, growth: 2 })
 * schedule(5, 1) // => 0.5
 * schedule(10, 1) // => 1
 * schedule(20, 1) // => 0.5
 * ```
 */
export function cosineRestarts(options: CosineRestartsOptions): Schedule {
  const where = 'cosineRestarts'
  checkGiven(where, options, RESTARTS)
  const steps = stepsOf(where, 'steps', options.steps)
  const growth = integer(where, 'growth', options.growth ?? 1, 1)
  const least = atLeastZero(where, 'least', options.least ?? 0)
  return (step, learningRate) => {
    let [length, within] = [steps, step]
    if (growth === 1) within = step % steps
    else
      while (within >= length) {
        within -= length
        length *= growth
      }
    return annealed(learningRate, least, within / length)
  }
}
