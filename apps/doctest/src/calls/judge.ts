import { OwnError } from './hostile.ts'

/** The form of every error: `where: expected X, got Y; cure`, with at most 300 characters of a place and an ellipsis before them. */
const FORM = /^[^\n]{1,301}?: expected [\s\S]+?, got [\s\S]+$/
/** Most characters of an error's message. */
const LONGEST = 1500

/** What the engine says of a class that is given where a function is called. */
const CLASS = /^Class constructor \w+ cannot be invoked without 'new'$/

/** What is wrong with the error of a call, undefined if nothing is. */
export function faultOf(error: unknown): string | undefined {
  if (error instanceof OwnError) return undefined
  if (!(error instanceof Error)) return `no error but ${typeof error}`
  const { name, message } = error
  if (CLASS.test(message)) return undefined
  if (!FORM.test(message)) return `${name}: ${message.slice(0, 300)}`
  return message.length > LONGEST ? `${message.length} characters: ${message.slice(0, 200)}` : undefined
}
