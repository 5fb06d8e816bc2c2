import { integer, message } from '@nn/check'

/** The start of a fill of a sequential stream, which has no random access: 0. */
export function fromZero(where: string, start: unknown): 0 {
  if (start === 0) return 0
  const got = integer(where, 'start', start, 0)
  const cure = 'draw the values before it, or use createRng'
  throw new RangeError(message(where, 'start 0 of a sequential stream', String(got), cure))
}

/** `low <= high`, for the streams whose U[low, low) is the constant `low`. */
export function notAbove(where: string, low: number, high: number): void {
  if (low > high) throw new RangeError(message(where, 'low <= high', `low ${low} and high ${high}`))
}

/** The error of `split` on a stream whose framework has no such thing. */
export function cannotSplit(framework: string, cure: string): Error {
  return new Error(message('rng.split', 'a stream that splits', `${framework}'s single sequence`, cure))
}

/** The error of a law that a framework's stream does not have. */
export function hasNoLaw(law: string, framework: string): Error {
  return new Error(
    message(`rng.${law}`, 'a stream with this law', `${framework}, which has none`, 'use createRng'),
  )
}
