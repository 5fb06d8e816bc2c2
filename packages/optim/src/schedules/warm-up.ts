import { checkGiven, type OptionNames } from '@nn/check'
import { atLeastZero } from '../optimizer/numbers.ts'
import { stepsOf } from './decay.ts'
import type { Schedule } from './schedule.ts'

/** The options of `linearWarmUp`. */
export interface LinearWarmUpOptions {
  /** Steps until the end. */
  readonly steps: number
  /** Factor of the first step. Default 1/3. */
  readonly start?: number | undefined
  /** Factor from the end on. Default 1. */
  readonly end?: number | undefined
}

const LINEAR: OptionNames<LinearWarmUpOptions> = { steps: true, start: true, end: true }

/**
 * η times a factor that goes from `start` to `end` in a straight line and stays there, as PyTorch's `LinearLR`; with an end below the start a
 * decay.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @example
 * ```ts
 * import { linearWarmUp } from '@nn/optim'
 * const schedule = linearWarmUp({ steps: 4, start: 0 })
 * schedule(1, 1) // => 0.25
 * schedule(9, 1) // => 1
 * ```
 */
export function linearWarmUp(options: LinearWarmUpOptions): Schedule {
  const where = 'linearWarmUp'
  checkGiven(where, options, LINEAR)
  const steps = stepsOf(where, 'steps', options.steps)
  const start = atLeastZero(where, 'start', options.start ?? 1 / 3)
  const end = atLeastZero(where, 'end', options.end ?? 1)
  return (step, learningRate) => learningRate * (start + ((end - start) * Math.min(step, steps)) / steps)
}

/** The options of `constantFactor`. */
export interface ConstantFactorOptions {
  /** Steps that it lasts. */
  readonly steps: number
  /** Default 1/3. */
  readonly factor?: number | undefined
}

const CONSTANT: OptionNames<ConstantFactorOptions> = { steps: true, factor: true }

/**
 * η times a factor for some steps, then η, as PyTorch's `ConstantLR`.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @example
 * ```ts
 * import { constantFactor } from '@nn/optim'
 * const schedule = constantFactor({ steps: 5, factor: 0.5 })
 * schedule(4, 1) // => 0.5
 * schedule(5, 1) // => 1
 * ```
 */
export function constantFactor(options: ConstantFactorOptions): Schedule {
  const where = 'constantFactor'
  checkGiven(where, options, CONSTANT)
  const steps = stepsOf(where, 'steps', options.steps)
  const factor = atLeastZero(where, 'factor', options.factor ?? 1 / 3)
  return (step, learningRate) => (step < steps ? learningRate * factor : learningRate)
}
