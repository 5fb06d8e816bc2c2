import { ending, show } from './show.ts'

/** `where: expected X, got Y; cure`: the form of every error. */
export function message(where: string, expected: string, got: string, cure?: string): string {
  return `${ending(where)}: expected ${expected}, got ${got}${cure === undefined ? '' : `; ${cure}`}`
}

/** The error for a value of the wrong kind. */
export function wrongKind(where: string, expected: string, value: unknown, cure?: string): TypeError {
  return new TypeError(message(where, expected, show(value), cure))
}

/** The error for a wrong value of the right kind. */
export function wrongValue(where: string, expected: string, value: unknown, cure?: string): RangeError {
  return new RangeError(message(where, expected, show(value), cure))
}
