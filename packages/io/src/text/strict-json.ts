import { show } from '@nn/check'
import { malformed } from '../errors/format-error.ts'
import { Scanner } from './scanner.ts'
import { isWellFormed } from './well-formed.ts'

// JSON (RFC 8259), as strict as it is defined: `JSON.parse` would hide names that stand twice, how numbers are written, and lone
// surrogates. The caller says what it expects where, so nothing is kept but what it keeps: a header that lies takes no memory.

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const LITERAL = /true|false|null/y
/** What a string has without escapes, and an escape. */
const PLAIN = /[^"\\]*/y

/** Most characters, and most items, of a value that a message shows. */
const TEXT = 60
const ITEMS = 8

/** Makes the error of a value that is not what was expected, from how it is shown. */
type Wrong = (got: string) => Error

/** Reads the one value of a JSON text. `what` is its name in messages. @throws FormatError with the position */
export function readJson<T>(where: string, what: string, text: string, read: (json: Scanner) => T): T {
  const json = new Scanner(text, { where, what, space: SPACE, trailingComma: false })
  const value = read(json)
  json.end()
  return value
}

/** Reads an object, whose names must differ: which of two would be meant? Of what `read` gives undefined for, nothing is kept. */
export function readMembers<T>(
  json: Scanner,
  where: string,
  read: (name: string) => T | undefined,
  wrong: Wrong,
): Map<string, T> {
  if (!json.peek('{')) throw wrong(skipValue(json))
  const members = new Map<string, T>()
  json.list('{', '}', () => {
    const name = readText(json)
    if (members.has(name)) throw malformed(where, 'each name once', `${show(name)} twice`)
    json.take(':')
    const value = read(name)
    if (value !== undefined) members.set(name, value)
  })
  return members
}

/** Reads a string. */
export function readString(json: Scanner, wrong: Wrong): string {
  if (!json.peek('"')) throw wrong(skipValue(json))
  return readText(json)
}

/** Reads an array of integers >= 0 that are written as such and that a number holds exactly. */
export function readNaturals(json: Scanner, wrong: Wrong): number[] {
  const isArray = json.peek('[')
  const start = json.at
  const all: number[] = []
  const refuse = (): never => {
    json.at = start
    throw wrong(skipValue(json))
  }
  if (!isArray) refuse()
  json.list('[', ']', () => {
    json.peek('')
    const text = json.token(NUMBER) ?? ''
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    all.push(Number.isSafeInteger(value) ? value : refuse())
  })
  return all
}

/** Goes past a value, whatever it is; how a message shows it. */
export function skipValue(json: Scanner): string {
  if (json.peek('{')) {
    json.list('{', '}', () => {
      readText(json)
      json.take(':')
      skipValue(json)
    })
    return 'an object'
  }
  if (json.peek('[')) {
    const items: string[] = []
    json.list('[', ']', () => {
      const item = skipValue(json)
      if (items.length < ITEMS) items.push(item)
    })
    return short(`[${items.join(', ')}]`, 2 * TEXT)
  }
  if (json.peek('"')) return show(readText(json))
  const text = json.token(NUMBER) ?? json.token(LITERAL) ?? json.fail('a value')
  return short(text, TEXT)
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}

function readText(json: Scanner): string {
  if (!json.peek('"')) json.fail('a string')
  const start = json.at++
  json.token(PLAIN)
  while (json.text[json.at] === '\\') {
    json.at += 2
    json.token(PLAIN)
  }
  const value = stringOf(json.text.slice(start, ++json.at))
  if (value !== undefined && isWellFormed(value)) return value
  json.at = start
  return json.fail('a string without raw control characters and lone surrogates')
}

/** The text of a token, and no view of the header, which would stay in memory with it. */
function stringOf(token: string): string | undefined {
  try {
    return String(JSON.parse(token))
  } catch {
    return undefined
  }
}
