/** What a line of a block says of its expression. */
export interface Mark {
  /** `'value'`: what it is equal to; `'throws'`: what the message of its error matches. */
  readonly kind: 'value' | 'throws'
  readonly expression: string
  /** The code of the value, or of the pattern. */
  readonly expected: string
}

/** What a line says: `EXPRESSION // => VALUE` or `EXPRESSION // throws /PATTERN/`; mostly nothing. */
export function markOf(line: string): Mark | undefined {
  return (
    found('value', /^(?!\s*\/\/)(.*?)\s*\/\/ => (.*)$/, line) ??
    found('throws', /^(?!\s*\/\/)(.*?)\s*\/\/ throws (\/.*\/)$/, line)
  )
}

function found(kind: Mark['kind'], pattern: RegExp, line: string): Mark | undefined {
  const [whole, expression = '', expected = ''] = pattern.exec(line) ?? []
  return whole === undefined ? undefined : { kind, expression, expected }
}
