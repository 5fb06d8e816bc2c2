import { malformed } from './errors.ts'

/** A JSON value; objects are entries, so that a name that stands twice is seen; numbers are their text. */
export type Json =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Json])[] }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: 'true' | 'false' | 'null' }

/** Deeper than any header; far from the end of the stack. */
const MAX_DEPTH = 100

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const LITERAL = /true|false|null/y

/** Half of a pair of surrogates without the other. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/**
 * Reads JSON (RFC 8259) as strictly as it is defined: `JSON.parse` would hide names that stand twice, how numbers are written,
 * and lone surrogates.
 *
 * @throws FormatError with the position.
 */
export function parseJson(where: string, text: string): Json {
  let at = 0
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    at += found?.length ?? 0
    return found
  }
  const fail = (expected: string): never => {
    const got = at < text.length ? JSON.stringify(text.slice(at, at + 12)) : 'its end'
    throw malformed(where, `${expected} at character ${at} of the JSON header`, got)
  }
  const string = (): string => {
    const end = text[at] === '"' ? endOfString(text, at) : fail('a string')
    const value = parseString(text.slice(at, end))
    if (value === undefined || LONE.test(value))
      fail('a string without raw control characters and lone surrogates')
    at = end
    return value!
  }
  /** What stands between the brackets, separated by commas. */
  const list = <T>(close: string, item: () => T): T[] => {
    const items: T[] = []
    at++
    match(SPACE)
    if (text[at] === close) at++
    else
      for (;;) {
        items.push(item())
        match(SPACE)
        const end = text[at] === close
        if (!end && text[at] !== ',') fail(`"," or "${close}"`)
        at++
        if (end) break
        match(SPACE)
      }
    return items
  }
  const value = (depth: number): Json => {
    if (depth > MAX_DEPTH) fail(`at most ${MAX_DEPTH} levels`)
    match(SPACE)
    const first = text[at]
    if (first === '{') {
      const entry = (): [string, Json] => {
        const name = string()
        match(SPACE)
        if (text[at] !== ':') fail('":"')
        at++
        return [name, value(depth + 1)]
      }
      return { kind: 'object', entries: list('}', entry) }
    }
    if (first === '[') return { kind: 'array', items: list(']', () => value(depth + 1)) }
    if (first === '"') return { kind: 'string', text: string() }
    const number = match(NUMBER)
    if (number !== undefined) return { kind: 'number', text: number }
    const literal = match(LITERAL) ?? fail('a value')
    return { kind: 'literal', text: literal as 'true' | 'false' | 'null' }
  }
  const result = value(0)
  match(SPACE)
  if (at < text.length) fail('nothing more')
  return result
}

/** The position after the quote that closes a string. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1
    if (text[at] === '\\') at++
  }
  return text.length
}

function parseString(token: string): string | undefined {
  try {
    return JSON.parse(token) as string
  } catch {
    return undefined
  }
}

/** An integer of at least 0 that is written as one and that a number holds exactly. */
export function naturalOf(json: Json): number | undefined {
  if (json.kind !== 'number' || !/^\d+$/.test(json.text)) return undefined
  const value = Number(json.text)
  return Number.isSafeInteger(value) ? value : undefined
}

/** How a value is shown in a message. */
export function showJson(json: Json): string {
  if (json.kind === 'object') return 'an object'
  if (json.kind === 'array') return `[${json.items.slice(0, 12).map(showJson).join(', ')}]`
  return json.kind === 'string' ? JSON.stringify(json.text) : json.text
}
