import { checkGiven, finite, integer, type OptionNames, wrongKind } from '@nn/check'
import { atLeastZero } from '../optimizer/numbers.ts'
import type { Schedule } from './schedule.ts'

/** A number of steps, at least 1. */
export function stepsOf(where: string, name: string, value: unknown): number {
  return integer(where, name, value, 1)
}

/** The options of `stepDecay`. */
export interface StepDecayOptions {
  /** Steps between two changes. */
  readonly every: number
  /** Factor of each change. Default 0.1. */
  readonly gamma?: number | undefined
}

const STEP: OptionNames<StepDecayOptions> = { every: true, gamma: true }

/**
 * η·γ^⌊t/every⌋, as PyTorch's `StepLR`.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @example
 * ```ts
 * import { stepDecay } from '@nn/optim'
 * const schedule = stepDecay({ every: 10, gamma: 0.5 })
 * schedule(9, 1) // => 1
 * schedule(20, 1) // => 0.25
 * ```
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  const where = 'stepDecay'
  checkGiven(where, options, STEP)
  const every = stepsOf(where, 'every', options.every)
  const gamma = atLeastZero(where, 'gamma', options.gamma ?? 0.1)
  return (step, learningRate) => learningRate * gamma ** Math.floor(step / every)
}

/** The options of `multiStepDecay`. */
export interface MultiStepDecayOptions {
  /** The steps at which the rate changes; one that stands twice changes it twice. */
  readonly milestones: readonly number[]
  /** Factor of each change. Default 0.1. */
  readonly gamma?: number | undefined
}

const MILESTONES: OptionNames<MultiStepDecayOptions> = { milestones: true, gamma: true }

/**
 * η·γⁿ with n the milestones up to t, as PyTorch's `MultiStepLR`.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @example
 * ```ts
 * import { multiStepDecay } from '@nn/optim'
 * const schedule = multiStepDecay({ milestones: [3, 10], gamma: 0.5 })
 * schedule(2, 1) // => 1
 * schedule(10, 1) // => 0.25
 * ```
 */
export function multiStepDecay(options: MultiStepDecayOptions): Schedule {
  const where = 'multiStepDecay'
  checkGiven(where, options, MILESTONES)
  const milestones = milestonesOf(where, options.milestones)
  const gamma = atLeastZero(where, 'gamma', options.gamma ?? 0.1)
  return (step, learningRate) =>
    learningRate * gamma ** milestones.filter((milestone) => milestone <= step).length
}

/** Steps at which something happens. */
export function milestonesOf(where: string, value: unknown): readonly number[] {
  if (!Array.isArray(value)) throw wrongKind(where, 'milestones to be an array of steps', value)
  return Array.from(value, (milestone, i) => integer(where, `milestones[${i}]`, milestone, 0))
}

/** The options of `exponentialDecay`. */
export interface ExponentialDecayOptions {
  /** Factor of every step. */
  readonly gamma: number
}

const GAMMA: OptionNames<ExponentialDecayOptions> = { gamma: true }

/**
 * η·γᵗ, as PyTorch's `ExponentialLR`.
 *
 * @throws TypeError or RangeError if the option is wrong.
 * @example
 * ```ts
 * import { exponentialDecay } from '@nn/optim'
 * exponentialDecay({ gamma: 0.5 })(3, 1) // => 0.125
 * ```
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const where = 'exponentialDecay'
  checkGiven(where, options, GAMMA)
  const gamma = atLeastZero(where, 'gamma', options.gamma)
  return (step, learningRate) => learningRate * gamma ** step
}

/** The options of `polynomialDecay`. */
export interface PolynomialDecayOptions {
  /** Steps until 0. */
  readonly steps: number
  /** Default 1: a straight line. */
  readonly power?: number | undefined
}

const POWER: OptionNames<PolynomialDecayOptions> = { steps: true, power: true }

/**
 * η·(1 − t/steps)ᵖ, and 0 from then on, as PyTorch's `PolynomialLR`.
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @example
 * ```ts
 * import { polynomialDecay } from '@nn/optim'
 * polynomialDecay({ steps: 10, power: 2 })(5, 1) // => 0.25
 * ```
 */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  const where = 'polynomialDecay'
  checkGiven(where, options, POWER)
  const steps = stepsOf(where, 'steps', options.steps)
  const power = finite(where, 'power', options.power ?? 1)
  return (step, learningRate) => learningRate * (1 - Math.min(step, steps) / steps) ** power
}
