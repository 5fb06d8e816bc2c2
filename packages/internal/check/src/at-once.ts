import { message } from './message.ts'

/**
 * The result of a function of the user's that has to answer at once; `where: expected …, got a promise` for an async one, whose
 * rejection would else be nobody's and end the process.
 */
export function atOnce<T>(where: string, expected: string, result: T): T {
  const { then }: { readonly then?: unknown } = Object(result)
  if (typeof then !== 'function') return result
  Promise.resolve(result).catch(() => undefined)
  throw new TypeError(
    message(where, expected, 'a promise', 'await what it needs before, and pass what answers at once'),
  )
}
