import type { GoldenCase } from './golden.ts'

/**
 * Computed values in row-major logical order. Half types come as bit patterns (Uint16Array) or as already rounded floats;
 * integers as any list of numbers or bigints.
 */
export type Values = ArrayLike<number> | ArrayLike<bigint>

/** One computed result; `name` where a case has several. */
export interface Computed {
  readonly name?: string
  readonly values: Values
}

/**
 * What an adapter has to say to a case: its results, or `unknown` for an op that it does not know (a failure). An argument that it does
 * not handle is an error to throw, never ignored.
 */
export type Outcome = readonly Computed[] | 'unknown'

/** Runs one case of a framework's file with the streams of this repository. */
export type Framework = (golden: GoldenCase) => Outcome

/** The results of a program whose variable `out` is a list of pairs of name and values. */
export function pairsOf(out: unknown): Computed[] {
  if (!Array.isArray(out)) throw new TypeError('expected a program to end with a list `out`')
  return out.map(([name, values]: [string, Values]) => ({ name, values }))
}
