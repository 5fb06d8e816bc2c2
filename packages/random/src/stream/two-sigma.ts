import { message } from '@nn/check'
import type { TruncatedNormalOptions } from './rng.ts'

/** Throws a RangeError unless the bounds are ±2 standard deviations, the only ones that some frameworks have. */
export function checkTwoSigma(
  where: string,
  { low, high, bounds }: Required<TruncatedNormalOptions>,
  framework: string,
): void {
  if (low === -2 && high === 2 && bounds === 'std') return
  const expected = `${framework}'s bounds of -2 and 2 standard deviations`
  throw new RangeError(
    message(where, expected, `low ${low} and high ${high} (${bounds})`, 'use createRng for others'),
  )
}
