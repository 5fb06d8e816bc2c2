import { integer } from './check.ts'

/** A sequential stream has no random access: `start`, where it is given, is 0. */
export function fromZero(where: string, start: unknown): void {
  if (start === undefined || start === 0) return
  const got = integer(where, 'start', start, 0, Number.MAX_SAFE_INTEGER)
  throw new RangeError(
    `${where}: expected start 0 of a sequential stream, got ${got}; draw the values before it, or use createRng`,
  )
}

/** The error of `split` on a stream whose framework has no such thing. */
export function cannotSplit(framework: string, cure: string): Error {
  return new Error(`rng.split: expected a stream that splits, got ${framework}'s single sequence; ${cure}`)
}

/** The error of a law that a framework's stream does not have. */
export function hasNoLaw(law: string, framework: string): Error {
  return new Error(
    `rng.${law}: expected a stream with this law, got ${framework}, which has none; use createRng`,
  )
}
