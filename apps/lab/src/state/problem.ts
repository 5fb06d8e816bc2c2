import type { LabState, RoleName } from './state.ts'

/** The place of a state that a reader can change. */
export type Field = Exclude<keyof LabState, 'init'> | RoleName

/** What is wrong with a field, in a sentence that stands beside it. */
export interface Problem {
  /** A `Field`, or, in a link, a name that is none. */
  readonly field: string
  readonly text: string
}

/** A state of which nothing can be computed, with what is wrong at which place. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ field, text }) => `${field}: ${text}`).join('; '))
    this.name = 'ProblemError'
    this.problems = problems
  }
}
