import { message } from '@nn/check'
import type { Step } from './dialect.ts'
import type { InitializeOptions } from './initialize.ts'

/** Sources of a choice that a call of `initialize` can name. */
const NAMED: readonly string[] = ['init', 'rule', 'recipe']

/**
 * Throws if a call that names initializers would give none of the parameters that they are for new values: all keep those that they
 * have, or are frozen.
 */
export function checkEffect(
  where: string,
  steps: readonly Step[],
  { init, rules = [], recipe, dialect, forceReinit = false }: InitializeOptions,
  isDue: (step: Step) => boolean,
): void {
  const means = init ?? recipe ?? dialect ?? rules[0]
  if (means === undefined || steps.length === 0) return
  const meant = steps.filter(({ choice: { source } }) => NAMED.includes(source))
  const reached = meant.length > 0 ? meant : steps
  if (reached.some((step) => isDue(step) || !step.parameter.isReady)) return
  const expected = 'init, rules, recipe or dialect to change a parameter'
  throw forceReinit
    ? new RangeError(message(where, expected, 'frozen ones only', 'call unfreeze() first'))
    : new RangeError(message(where, expected, 'ready ones only', 'pass { forceReinit: true }'))
}
