import { power } from '../exact/log.ts'
import type { Beside } from '../pictures/picture.ts'

/** The factor of the second moment from one point to the next, on average over all, of roots of second moments; of a signal that is 0 there is none. */
export function growthOf(points: readonly Beside[]): Beside {
  const [first, last] = [points[0], points.at(-1)]
  const steps = points.length - 1
  const factor = (from: number | undefined, to: number | undefined): number | undefined =>
    !from || to === undefined ? undefined : power(to / from, 2 / steps)
  return {
    measured: factor(first?.measured, last?.measured) ?? Number.NaN,
    predicted: factor(first?.predicted, last?.predicted),
  }
}
