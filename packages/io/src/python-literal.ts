import { malformed } from './errors.ts'

/** A value of a header: integers are numbers, tuples arrays, anything else that Python might say is refused. */
export type Literal = string | number | boolean | readonly Literal[]

const TOKEN = /\s*(?:(\d+)(L?)(?![\w.])|('[^'\\\n]*'|"[^"\\\n]*")|(True|False)(?!\w)|([{}(),:]))/y

/**
 * Reads the dictionary of an .npy header: strings without escapes, integers, True and False, flat tuples of them. It is data: no
 * part of it is evaluated.
 *
 * @param longs Whether integers may end in L, as Python 2 wrote them.
 * @throws FormatError if it is anything else, or a key stands twice.
 */
export function parseDictionary(where: string, text: string, longs: boolean): ReadonlyMap<string, Literal> {
  let at = 0
  const fail = (expected: string): never => {
    const got = at < text.length ? JSON.stringify(text.slice(at, at + 16)) : 'its end'
    throw malformed(where, `${expected} at character ${at} of the header`, got)
  }
  const peek = (symbol: string): boolean => {
    while (/\s/.test(text.charAt(at))) at++
    return text[at] === symbol
  }
  const symbol = (wanted: string): void => {
    TOKEN.lastIndex = at
    if (TOKEN.exec(text)?.[5] !== wanted) fail(JSON.stringify(wanted))
    at = TOKEN.lastIndex
  }
  const scalar = (): string | number | boolean => {
    TOKEN.lastIndex = at
    const [, digits, long, string, truth] =
      TOKEN.exec(text) ?? fail('a string, an integer, True, False or a tuple')
    const value =
      string !== undefined ? string.slice(1, -1) : truth !== undefined ? truth === 'True' : Number(digits)
    const isOdd = digits !== undefined && ((long === 'L' && !longs) || /^0\d/.test(digits))
    if (isOdd || (digits === undefined && string === undefined && truth === undefined)) fail('a value')
    at = TOKEN.lastIndex
    return value
  }
  /** Items up to the closing bracket, each but the last followed by a comma. */
  const list = <T>(open: string, close: string, item: () => T): { items: T[]; comma: boolean } => {
    symbol(open)
    const items: T[] = []
    let comma = true
    while (!peek(close)) {
      if (!comma) fail(`"," or "${close}"`)
      items.push(item())
      comma = peek(',')
      if (comma) symbol(',')
    }
    symbol(close)
    return { items, comma }
  }
  const value = (): Literal => {
    if (!peek('(')) return scalar()
    const { items, comma } = list('(', ')', scalar)
    return items.length === 1 && !comma ? fail('a "," after the only item of a tuple') : items
  }
  const entries = list('{', '}', (): [string, Literal] => {
    const key = scalar()
    symbol(':')
    return typeof key === 'string' ? [key, value()] : fail('a string as key')
  }).items
  if (text.slice(at).trim() !== '') fail('nothing more')
  const map = new Map(entries)
  if (map.size < entries.length) throw malformed(where, 'each key of the header once', 'one twice')
  return map
}
