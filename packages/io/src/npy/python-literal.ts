import { malformed } from '../errors/format-error.ts'
import { Scanner } from '../text/scanner.ts'

/** A value of a header: a string, an integer, True or False, or a tuple of them as an array. */
export type Literal = string | number | boolean | readonly Literal[]

const SPACE = /\s*/y
const INTEGER = /(0|[1-9]\d*)(L?)(?![\w.])/y
const STRING = /'([^'\\\n]*)'|"([^"\\\n]*)"/y
const TRUTH = /(?:True|False)(?!\w)/y

/**
 * Reads the dictionary of an .npy header: strings without escapes, integers, True and False, flat tuples of them. It is data: no
 * part of it is evaluated.
 *
 * @param longs Whether integers may end in L, as Python 2 wrote them.
 * @throws FormatError if it is anything else, or a key stands twice.
 */
export function parseDictionary(where: string, text: string, longs: boolean): ReadonlyMap<string, Literal> {
  const scanner = new Scanner(text, { where, what: 'the header', space: SPACE, trailingComma: true })
  const map = new Map<string, Literal>()
  scanner.list('{', '}', () => {
    const key = parseScalar(scanner, longs)
    scanner.take(':')
    if (typeof key !== 'string') return scanner.fail('a string as key before')
    if (map.has(key)) throw malformed(where, 'each key of the header once', 'one twice')
    map.set(key, parseValue(scanner, longs))
  })
  scanner.end()
  return map
}

function parseValue(scanner: Scanner, longs: boolean): Literal {
  if (!scanner.peek('(')) return parseScalar(scanner, longs)
  const items: Literal[] = []
  const comma = scanner.list('(', ')', () => items.push(parseScalar(scanner, longs)))
  return items.length === 1 && !comma ? scanner.fail('a tuple, "," after its only item, before') : items
}

function parseScalar(scanner: Scanner, longs: boolean): string | number | boolean {
  scanner.match(SPACE)
  const start = scanner.at
  const [, digits, long] = scanner.match(INTEGER) ?? []
  if (digits !== undefined && (long === '' || longs)) return Number(digits)
  scanner.at = start
  const string = scanner.match(STRING)
  if (string !== undefined) return string[1] ?? string[2] ?? ''
  const truth = scanner.match(TRUTH)
  return truth === undefined
    ? scanner.fail('a string, an integer, True, False or a tuple')
    : truth[0] === 'True'
}
