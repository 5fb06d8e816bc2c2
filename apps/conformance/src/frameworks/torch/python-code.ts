/** The small part of Python that the programs of streams are written in: assignments and calls, no classes, no loops. */

export type Expression =
  | { readonly kind: 'number' | 'text'; readonly value: number | string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'name'; readonly path: string }
  | {
      readonly kind: 'call'
      /** What is called: a dotted name, or a method of a value. */
      readonly path: string
      readonly self: Expression | undefined
      readonly args: readonly Expression[]
      readonly named: Readonly<Record<string, Expression>>
    }

export interface Statement {
  readonly target: string | undefined
  readonly value: Expression
}

const TOKEN =
  /\s*(?:(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|'([^']*)'|([A-Za-z_][\w.]*)|(\.[A-Za-z_]\w*)|(.))/y

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'method' | 'mark'
  readonly text: string
}

function tokens(code: string): Token[] {
  const found: Token[] = []
  TOKEN.lastIndex = 0
  while (code.slice(TOKEN.lastIndex).trim() !== '') {
    const [, number, text, name, method, mark] = TOKEN.exec(code)!
    if (number !== undefined) found.push({ kind: 'number', text: number })
    else if (text !== undefined) found.push({ kind: 'text', text })
    else if (name !== undefined) found.push({ kind: 'name', text: name })
    else if (method !== undefined) found.push({ kind: 'method', text: method.slice(1) })
    else found.push({ kind: 'mark', text: mark! })
  }
  return found
}

/** A recursive-descent parser of one statement. */
class Parser {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(code: string) {
    this.#tokens = tokens(code)
  }

  statement(): Statement {
    const [first, second] = this.#tokens
    const assigns = first?.kind === 'name' && second?.text === '='
    if (assigns) this.#at = 2
    const value = this.#expression()
    if (this.#at < this.#tokens.length) this.#fail()
    return { target: assigns ? first.text : undefined, value }
  }

  #expression(): Expression {
    let value = this.#atom()
    for (let token = this.#tokens[this.#at]; token?.kind === 'method'; token = this.#tokens[this.#at]) {
      this.#at++
      this.#expect('(')
      value = { kind: 'call', path: token.text, self: value, ...this.#arguments() }
    }
    return value
  }

  #atom(): Expression {
    const token = this.#tokens[this.#at++]
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) }
    if (token?.kind === 'text') return { kind: 'text', value: token.text }
    if (token?.text === '(' || token?.text === '[')
      return { kind: 'list', items: this.#items(token.text === '(' ? ')' : ']') }
    if (token?.kind !== 'name') return this.#fail()
    if (!this.#accept('(')) return { kind: 'name', path: token.text }
    return { kind: 'call', path: token.text, self: undefined, ...this.#arguments() }
  }

  #items(end: string): Expression[] {
    const items: Expression[] = []
    while (!this.#accept(end)) {
      items.push(this.#expression())
      if (!this.#accept(',')) {
        this.#expect(end)
        break
      }
    }
    return items
  }

  #arguments(): { args: Expression[]; named: Record<string, Expression> } {
    const args: Expression[] = []
    const named: Record<string, Expression> = {}
    while (!this.#accept(')')) {
      const token = this.#tokens[this.#at]
      if (token?.kind === 'name' && this.#tokens[this.#at + 1]?.text === '=') {
        this.#at += 2
        named[token.text] = this.#expression()
      } else args.push(this.#expression())
      if (!this.#accept(',')) {
        this.#expect(')')
        break
      }
    }
    return { args, named }
  }

  #accept(text: string): boolean {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'mark' || token.text !== text) return false
    this.#at++
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail()
  }

  #fail(): never {
    throw new Error(`code that the adapter does not read: ${this.#tokens.map(({ text }) => text).join(' ')}`)
  }
}

/** The statements of a program, one a line or divided by semicolons. */
export function parseCode(code: string): Statement[] {
  return code
    .split(/[\n;]/)
    .filter((line) => line.trim() !== '')
    .map((line) => new Parser(line).statement())
}
