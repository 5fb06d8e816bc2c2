import { show } from '@nn/check'
import { malformed } from '../errors/format-error.ts'
import { Scanner } from './scanner.ts'
import { isWellFormed } from './well-formed.ts'

/** A JSON value. Objects are lists of entries, so that a name that stands twice is seen; numbers are kept as text. */
export type Json =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Json])[] }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string }

/** Deeper than any header; far from the end of the stack. */
const MAX_DEPTH = 100

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/** The text of a literal is `true`, `false` or `null`. */
const LITERAL = /true|false|null/y

/**
 * Reads JSON (RFC 8259) as strictly as it is defined: `JSON.parse` would hide names that stand twice, how numbers are written,
 * and lone surrogates.
 *
 * @throws FormatError with the position.
 */
export function parseJson(where: string, text: string): Json {
  const scanner = new Scanner(text, { where, what: 'the JSON header', space: SPACE, trailingComma: false })
  const result = parseValue(scanner, 0)
  scanner.end()
  return result
}

function parseValue(scanner: Scanner, depth: number): Json {
  if (depth > MAX_DEPTH) scanner.fail(`at most ${MAX_DEPTH} levels`)
  const inner = (): Json => parseValue(scanner, depth + 1)
  if (scanner.peek('{')) {
    const entry = (): [string, Json] => {
      const name = parseString(scanner)
      scanner.take(':')
      return [name, inner()]
    }
    return { kind: 'object', entries: scanner.list('{', '}', entry).items }
  }
  if (scanner.peek('[')) return { kind: 'array', items: scanner.list('[', ']', inner).items }
  if (scanner.peek('"')) return { kind: 'string', text: parseString(scanner) }
  const number = scanner.match(NUMBER)
  if (number !== undefined) return { kind: 'number', text: number[0] }
  const [literal] = scanner.match(LITERAL) ?? scanner.fail('a value')
  return { kind: 'literal', text: literal }
}

function parseString(scanner: Scanner): string {
  if (!scanner.peek('"')) scanner.fail('a string')
  const end = endOfString(scanner.text, scanner.at)
  const value = stringOf(scanner.text.slice(scanner.at, end))
  if (value === undefined || !isWellFormed(value)) {
    return scanner.fail('a string without raw control characters and lone surrogates')
  }
  scanner.at = end
  return value
}

/** The position after the quote that closes a string. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1
    if (text[at] === '\\') at++
  }
  return text.length
}

function stringOf(token: string): string | undefined {
  try {
    return String(JSON.parse(token))
  } catch {
    return undefined
  }
}

/** The members of an object, whose names must all differ: which of two would be meant? @throws FormatError */
export function membersOf(where: string, entries: readonly (readonly [string, Json])[]): Map<string, Json> {
  const members = new Map<string, Json>()
  for (const [name, value] of entries) {
    if (members.has(name)) throw malformed(where, 'each name once', `${show(name)} twice`)
    members.set(name, value)
  }
  return members
}

/** An integer >= 0 that is written as one and that a number holds exactly; else undefined. */
export function naturalOf(json: Json): number | undefined {
  if (json.kind !== 'number' || !/^\d+$/.test(json.text)) return undefined
  const value = Number(json.text)
  return Number.isSafeInteger(value) ? value : undefined
}

/** A JSON value as messages show it. */
export function showJson(json: Json): string {
  if (json.kind === 'object') return 'an object'
  if (json.kind === 'array') return `[${json.items.slice(0, 8).map(showJson).join(', ')}]`
  if (json.kind === 'string') return show(json.text)
  return json.text.length > 60 ? `${json.text.slice(0, 60)}…` : json.text
}
