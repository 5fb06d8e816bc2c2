import { checkGiven, type OptionNames, oneOf, positive, within } from '@nn/check'
import { atLeastZero } from '../optimizer/numbers.ts'
import { annealed } from './cosine.ts'
import { stepsOf } from './decay.ts'
import type { Schedule } from './schedule.ts'

/** The options of `oneCycle`. */
export interface OneCycleOptions {
  /** The highest rate. */
  readonly highest: number
  /** All steps of the training, at least 2. */
  readonly steps: number
  /** The share of the steps that rises. Default 0.3. */
  readonly rising?: number | undefined
  /** How much smaller than the highest the first rate is. Default 25. */
  readonly startDivisor?: number | undefined
  /** How much smaller than the first the last rate is. Default 1e4. */
  readonly endDivisor?: number | undefined
  /** Along a cosine or a straight line. Default `'cosine'`. */
  readonly shape?: 'cosine' | 'linear' | undefined
  /** Whether it goes down to the first rate as it rose, and from there to the last. Default false. */
  readonly threePhase?: boolean | undefined
}

const ONE_CYCLE: OptionNames<OneCycleOptions> = {
  ...{ highest: true, steps: true, rising: true, startDivisor: true, endDivisor: true },
  ...{ shape: true, threePhase: true },
}

/** The end of a phase, and the rates that it goes between. */
interface Phase {
  readonly end: number
  readonly from: number
  readonly to: number
}

/**
 * Up to the highest rate and down to almost nothing, as PyTorch's `OneCycleLR`, whose momentum stays here: highest/startDivisor → highest →
 * highest/(startDivisor·endDivisor). The rate of the optimizer does not count; steps after the last keep its rate.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @see Smith, Topin (2018), https://arxiv.org/abs/1708.07120
 * @example
 * ```ts
 * import { oneCycle } from '@nn/optim'
 * const schedule = oneCycle({ highest: 1, steps: 10, rising: 0.5 })
 * schedule(0, 0.1) // => 0.04
 * schedule(4, 0.1) // => 1
 * ```
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const where = 'oneCycle'
  checkGiven(where, options, ONE_CYCLE)
  const highest = positive(where, 'highest', options.highest)
  const steps = stepsOf(where, 'steps', options.steps)
  const rising = within(where, 'rising', options.rising ?? 0.3, 0, 1)
  const first = highest / positive(where, 'startDivisor', options.startDivisor ?? 25)
  const last = first / positive(where, 'endDivisor', options.endDivisor ?? 1e4)
  const shape = oneOf(where, 'shape', options.shape ?? 'cosine', ['cosine', 'linear'])
  const down: readonly Phase[] = options.threePhase
    ? [
        { end: 2 * rising * steps - 2, from: highest, to: first },
        { end: steps - 1, from: first, to: last },
      ]
    : [{ end: steps - 1, from: highest, to: last }]
  const phases = [{ end: rising * steps - 1, from: first, to: highest }, ...down]
  return (step) => {
    let begin = 0
    for (const { end, from, to } of phases) {
      if (step <= end && end > begin) {
        const share = (step - begin) / (end - begin)
        return shape === 'cosine' ? annealed(from, to, share) : from + (to - from) * share
      }
      begin = end
    }
    return last
  }
}

/** The options of `cyclic`. */
export interface CyclicOptions {
  /** The lowest and the highest rate. */
  readonly lowest: number
  readonly highest: number
  /** Steps up. Default 2000. */
  readonly stepsUp?: number | undefined
  /** Steps down. Default those up. */
  readonly stepsDown?: number | undefined
  /**
   * How the height of a triangle changes: not at all, by half with each cycle, or by `gamma` with each step. Default `'triangular'`.
   */
  readonly mode?: 'triangular' | 'triangular2' | 'exponential' | undefined
  /** Of `'exponential'`. Default 1. */
  readonly gamma?: number | undefined
}

const CYCLIC: OptionNames<CyclicOptions> = {
  ...{ lowest: true, highest: true, stepsUp: true, stepsDown: true, mode: true, gamma: true },
}

/**
 * Triangles between two rates, as PyTorch's `CyclicLR`, whose momentum stays here. The rate of the optimizer does not count.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @see Smith (2017), https://arxiv.org/abs/1506.01186
 * @example
 * ```ts
 * import { cyclic } from '@nn/optim'
 * const schedule = cyclic({ lowest: 0, highest: 1, stepsUp: 4 })
 * schedule(4, 0.1) // => 1
 * schedule(6, 0.1) // => 0.5
 * ```
 */
export function cyclic(options: CyclicOptions): Schedule {
  const where = 'cyclic'
  checkGiven(where, options, CYCLIC)
  const lowest = atLeastZero(where, 'lowest', options.lowest)
  const highest = atLeastZero(where, 'highest', options.highest)
  const up = stepsOf(where, 'stepsUp', options.stepsUp ?? 2000)
  const down = stepsOf(where, 'stepsDown', options.stepsDown ?? up)
  const mode = oneOf(where, 'mode', options.mode ?? 'triangular', [
    'triangular',
    'triangular2',
    'exponential',
  ])
  const gamma = atLeastZero(where, 'gamma', options.gamma ?? 1)
  return (step) => {
    const cycle = Math.floor(step / (up + down))
    const place = step - cycle * (up + down)
    const height = place <= up ? place / up : (up + down - place) / down
    const scale = mode === 'triangular' ? 1 : mode === 'triangular2' ? 0.5 ** cycle : gamma ** step
    return lowest + (highest - lowest) * height * scale
  }
}
