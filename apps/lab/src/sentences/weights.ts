import { count, three } from '../format/number.ts'
import type { WeightsData } from '../pictures/picture.ts'
import type { LabState } from '../state/state.ts'
import { beside } from './words.ts'

/** Whether the values of the chosen parameter are as their law says. */
export function weightsSentence({ parameters }: WeightsData, { parameter }: LabState): string {
  const chosen = parameters.find(({ path }) => path === parameter) ?? parameters[0]
  if (chosen === undefined) return 'This network has no parameter.'
  const { path, shape, law, mean, std } = chosen
  const values = shape.reduce((product, length) => product * length, 1)
  const named = law === '' ? path : `${path} is ${law}`
  if (!Number.isFinite(mean.measured) || !Number.isFinite(std.measured)) {
    return `${named}: some of its ${count(values)} values are not finite numbers, and nothing can be computed with them.`
  }
  if (std.measured === 0)
    return `${named}: ${values === 1 ? 'its value is' : `all ${count(values)} values are`} ${three(mean.measured)}.`
  // What rounding makes of 0 is 0.
  const isCentred = Math.abs(mean.predicted ?? 1) < 1e-12 * std.measured
  const center = isCentred ? { ...mean, predicted: 0 } : mean
  return `${named}: its ${count(values)} values have a mean of ${beside(center)} and a std of ${beside(std)}.`
}
