import { isPlain, message, show } from '@nn/check'
import type { Pattern } from '../parameter/pattern.ts'

/** The pattern that `patternToJSON` wrote. */
export function patternFromJSON(json: unknown): Pattern {
  if (typeof json === 'string') return json
  const { regexp, flags = '' }: { readonly regexp?: unknown; readonly flags?: unknown } = isPlain(json)
    ? json
    : {}
  if (typeof regexp === 'string' && typeof flags === 'string') return expression(regexp, flags)
  throw new TypeError(message('fromJSON', 'a pattern or { regexp, flags }', show(json)))
}

function expression(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags)
  } catch (cause) {
    const got = `${show(source)} with flags ${show(flags)}`
    throw new TypeError(message('fromJSON', 'a regular expression', got), { cause })
  }
}
