import { message, wrongKind } from '@nn/check'
import { milestonesOf } from './decay.ts'
import type { Schedule } from './schedule.ts'

function schedulesOf(where: string, schedules: unknown): readonly Schedule[] {
  if (!Array.isArray(schedules) || schedules.length === 0) {
    throw wrongKind(where, 'an array of schedules', schedules)
  }
  for (const schedule of schedules)
    if (typeof schedule !== 'function') throw wrongKind(where, 'an array of schedules', schedule)
  return schedules
}

/**
 * One schedule after the other, each from its own step 0, as PyTorch's `SequentialLR`: the next one begins at the next milestone.
 *
 * @param milestones Steps in ascending order, one fewer than schedules.
 * @throws TypeError or RangeError if they are no schedules, or the milestones do not fit.
 * @example
 * ```ts
 * import { cosineAnnealing, linearWarmUp, sequential } from '@nn/optim'
 * const schedule = sequential([linearWarmUp({ steps: 5, start: 0 }), cosineAnnealing({ steps: 10 })], [5])
 * schedule(5, 1) // => 1
 * schedule(10, 1) // => 0.5
 * ```
 */
export function sequential(schedules: readonly Schedule[], milestones: readonly number[]): Schedule {
  const where = 'sequential'
  const list = schedulesOf(where, schedules)
  const begins = [0, ...milestonesOf(where, milestones)]
  if (begins.length !== list.length) {
    const got = `${begins.length - 1} of ${list.length} schedules`
    throw new RangeError(message(where, `${list.length - 1} milestones`, got))
  }
  if (begins.some((begin, i) => i > 0 && begin < (begins[i - 1] ?? 0))) {
    throw new RangeError(message(where, 'milestones in ascending order', begins.slice(1).join(', ')))
  }
  return (step, learningRate) => {
    const current = begins.findLastIndex((begin) => begin <= step)
    return list[current]?.(step - (begins[current] ?? 0), learningRate) ?? learningRate
  }
}

/**
 * All schedules at once, as PyTorch's `ChainedScheduler` of schedules that are factors: each is given the rate of the one before.
 *
 * @throws TypeError if they are no schedules.
 * @example
 * ```ts
 * import { chained, exponentialDecay, linearWarmUp } from '@nn/optim'
 * chained([linearWarmUp({ steps: 4, start: 0 }), exponentialDecay({ gamma: 0.5 })])(2, 1) // => 0.125
 * ```
 */
export function chained(schedules: readonly Schedule[]): Schedule {
  const list = schedulesOf('chained', schedules)
  return (step, learningRate) => list.reduce((rate, schedule) => schedule(step, rate), learningRate)
}
