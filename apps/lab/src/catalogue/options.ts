import type { BooleanOption, ChoiceOption, NumberOption } from './option.ts'

/** The ends of a control, and its step. */
type Range = readonly [min: number, max: number, step: number]

/** A number with a default, or one that follows from others. */
export function number(name: string, [min, max, step]: Range, initial?: number): NumberOption {
  return { kind: 'number', name, min, max, step, default: initial }
}

/** A number that has to be given. */
export function required(name: string, range: Range, initial: number): NumberOption {
  return { ...number(name, range, initial), isRequired: true }
}

/** One of some words, by default the first. */
export function choice(
  name: string,
  values: readonly string[],
  initial: string = values[0] ?? '',
): ChoiceOption {
  return { kind: 'choice', name, values, default: initial }
}

export function flag(name: string): BooleanOption {
  return { kind: 'boolean', name, default: false }
}

export const gain: NumberOption = number('gain', [0, 3, 0.05], 1)
export const std = (initial: number): NumberOption => number('std', [0, 2, 0.005], initial)
