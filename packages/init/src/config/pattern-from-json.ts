import { show } from '../check/check.ts'
import type { Pattern } from '../parameter/pattern.ts'

/** The pattern that `patternToJSON` wrote. */
export function patternFromJSON(json: unknown): Pattern {
  if (typeof json === 'string') return json
  const { regexp, flags = '' } = (json ?? {}) as Readonly<Record<string, unknown>>
  if (typeof regexp === 'string' && typeof flags === 'string') return new RegExp(regexp, flags)
  throw new TypeError(`fromJSON: expected a pattern or { regexp, flags }, got ${show(json)}`)
}
