import { raised } from './errors.ts'
import type { Scope } from './scope.ts'
import { type Node, unread } from './syntax/syntax.ts'
import { isNumber, repr, text } from './values.ts'

const LITERAL = /^([rbfuRBFU]*)('''|"""|'|")([\s\S]*)\2$/
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  "'": "'",
  '"': '"',
  '\\': '\\',
  '\n': '',
  '0': '\0',
}

/** The text of a literal. */
export function literal(node: Node): string {
  const [, prefix = '', , body = ''] = LITERAL.exec(node.text) ?? []
  if (/b/i.test(prefix)) throw unread(node, 'bytes')
  return /r/i.test(prefix) ? body : unescaped(body, node)
}

function unescaped(body: string, node: Node): string {
  return body.replace(/\\(u[\da-fA-F]{4}|x[\da-fA-F]{2}|[\s\S])/g, (_, mark: string) => {
    if (mark.length > 1) return String.fromCharCode(Number.parseInt(mark.slice(1), 16))
    const letter = ESCAPES[mark]
    if (letter === undefined) throw unread(node, `the escape \\${mark}`)
    return letter
  })
}

/** `f'…'` */
export function interpolated(node: Node, scope: Scope): string {
  const [, prefix = '', quote = ''] = LITERAL.exec(node.text) ?? []
  const isRaw = /r/i.test(prefix)
  const plain = (from: number, to: number): string => {
    const body = node.text.slice(from, to).replaceAll('{{', '{').replaceAll('}}', '}')
    return isRaw ? body : unescaped(body, node)
  }
  let said = ''
  let at = prefix.length + quote.length
  for (const part of node.parts) {
    if (part.kind !== 'FormatReplacement') continue
    const start = part.start - node.start
    said += plain(at, start) + replacement(part, scope)
    at = start + part.text.length
  }
  return said + plain(at, node.text.length - quote.length)
}

function replacement(node: Node, scope: Scope): string {
  const [, value, ...rest] = node.parts
  if (value === undefined) throw unread(node)
  const found = scope.machine.evaluate(value, scope)
  const conversion = rest.find(({ kind }) => kind === 'FormatConversion')?.text
  const spec = rest.find(({ kind }) => kind === 'FormatSpec')
  if (rest.some(({ kind }) => kind === 'FormatSelfDoc')) throw unread(node, 'FormatSelfDoc')
  const converted = conversion === '!r' ? repr(found) : found
  return spec === undefined ? text(converted) : format(converted, spec.text.slice(1), node)
}

/** `format(value, spec)` for widths, zeros in front and digits behind the point. */
export function format(value: unknown, spec: string, node?: Node): string {
  const [, align, zero, width, digits, kind] = /^([<>]?)(0?)(\d*)(?:\.(\d+))?([dfs]?)$/.exec(spec) ?? []
  if (width === undefined)
    throw node ? unread(node, `the format ${spec}`) : raised('ValueError', 'Invalid format specifier')
  const isFixed = kind === 'f'
  const plain = isNumber(value) && isFixed ? Number(value).toFixed(Number(digits ?? 6)) : text(value)
  if (digits !== undefined && !isFixed)
    throw node ? unread(node, `the format ${spec}`) : raised('ValueError', spec)
  const length = Number(width)
  if (zero === '0') return plain.padStart(length, '0')
  return align === '>' || (align === '' && isNumber(value)) ? plain.padStart(length) : plain.padEnd(length)
}
