import { at, present } from '../golden/present.ts'
import { listOf, numberOf } from '../golden/read.ts'
/**
 * The little Python that the programs of the files are written in: assignments and expressions of names, attributes, calls,
 * lists, tuples and literals, run over an environment of JavaScript values.
 */

/** What a call passes: positional and keyword arguments. */
export type Callable = (
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
) => unknown

export type Environment = Record<string, unknown>

const TOKEN = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([A-Za-z_]\w*)|'([^']*)'|(\+=|[-+=()[\],.*]))/y
const CONSTANTS: Readonly<Record<string, unknown>> = { None: null, True: true, False: false }

type Token = { kind: 'number'; value: number | bigint } | { kind: 'name' | 'text' | 'sign'; value: string }

/** Integers beyond ±2⁵³ stay exact. */
function literalOf(digits: string): number | bigint {
  return /^\d+$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? BigInt(digits) : Number(digits)
}

function tokenize(line: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < line.trimEnd().length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(line)
    if (!match)
      throw new SyntaxError(`a program's line that is not understood from here on: ${line.slice(at)}`)
    const [, number, name, text, sign] = match
    if (number !== undefined) tokens.push({ kind: 'number', value: literalOf(number) })
    else if (name !== undefined) tokens.push({ kind: 'name', value: name })
    else if (text !== undefined) tokens.push({ kind: 'text', value: text })
    else tokens.push({ kind: 'sign', value: present(sign, 'sign') })
  }
  return tokens
}

function negated(value: unknown): number | bigint {
  return typeof value === 'bigint' ? -value : -numberOf(value)
}

class Evaluator {
  readonly #tokens: readonly Token[]
  readonly #names: Environment
  #at = 0

  constructor(tokens: readonly Token[], names: Environment) {
    this.#tokens = tokens
    this.#names = names
  }

  /** Takes a sign if it comes next. */
  take(sign: string): boolean {
    const token = this.#tokens[this.#at]
    const found = token?.kind === 'sign' && token.value === sign
    if (found) this.#at++
    return found
  }

  expression(): unknown {
    let left = this.#term()
    while (this.take('*')) left = numberOf(left) * numberOf(this.#term())
    return left
  }

  end(): void {
    const rest = this.#tokens[this.#at]
    if (rest) throw new SyntaxError(`a program's line goes on unexpectedly at ${rest.value}`)
  }

  #term(): unknown {
    if (this.take('-')) return negated(this.#term())
    let value = this.#atom()
    for (;;) {
      if (this.take('.')) value = member(value, this.#name())
      else if (this.take('[')) value = listOf(value)[numberOf(this.#items(']')[0])]
      else if (this.take('(')) value = this.#call(value)
      else return value
    }
  }

  #atom(): unknown {
    if (this.take('[')) return this.#items(']')
    if (this.take('(')) return this.#tuple()
    const token = this.#tokens[this.#at++]
    if (token?.kind === 'name') {
      if (token.value in CONSTANTS) return CONSTANTS[token.value]
      return member(this.#names, token.value)
    }
    if (token === undefined || token.kind === 'sign')
      throw new SyntaxError(`expected a value in a program, got ${token?.value ?? 'its end'}`)
    return token.value
  }

  #name(): string {
    const token = this.#tokens[this.#at++]
    if (token?.kind !== 'name') throw new SyntaxError(`expected a name in a program, got ${token?.value}`)
    return token.value
  }

  #items(close: string): unknown[] {
    const items: unknown[] = []
    while (!this.take(close)) {
      items.push(this.expression())
      if (!this.take(',') && !this.take(close)) throw new SyntaxError(`expected , or ${close} in a program`)
      else if (at(this.#tokens, this.#at - 1).value === close) return items
    }
    return items
  }

  /** `(x)` is x, `(x,)` and `(x, y)` are tuples. */
  #tuple(): unknown {
    const begin = this.#at
    const items = this.#items(')')
    const before = this.#tokens[this.#at - 2]
    const comma = before?.kind === 'sign' && before.value === ','
    return items.length === 1 && !comma && this.#at - 2 >= begin ? items[0] : items
  }

  #call(callee: unknown): unknown {
    if (typeof callee !== 'function') throw new TypeError('a program calls what is not known')
    const positional: unknown[] = []
    const keywords: Record<string, unknown> = {}
    while (!this.take(')')) {
      const name = this.#tokens[this.#at]
      const equals = this.#tokens[this.#at + 1]
      if (name?.kind === 'name' && equals?.kind === 'sign' && equals.value === '=') {
        this.#at += 2
        keywords[name.value] = this.expression()
      } else positional.push(this.expression())
      this.take(',')
    }
    return (callee as Callable)(positional, keywords)
  }
}

function member(owner: unknown, name: string): unknown {
  if (Array.isArray(owner) && name === 'append')
    return ([item]: readonly unknown[]) => {
      owner.push(item)
      return null
    }
  const value = (owner as Record<string, unknown> | null | undefined)?.[name]
  if (value === undefined) throw new ReferenceError(`a program's name that is not known: ${name}`)
  return value
}

/** Splits at newlines and semicolons. */
function lines(code: string): string[] {
  return code.split(/[\n;]/).filter((line) => line.trim() !== '')
}

/**
 * Runs a program and gives the variables back, those of the environment among them.
 *
 * @throws SyntaxError or ReferenceError where it goes beyond what is understood.
 */
export function runProgram(code: string, environment: Environment): Environment {
  const names = { ...environment }
  for (const line of lines(code)) {
    const assignment = /^\s*([A-Za-z_]\w*)\s*(\+?=)(?!=)(.*)$/.exec(line)
    const [, target, sign, expression] = assignment ?? []
    const evaluator = new Evaluator(tokenize(expression ?? line), names)
    const value = evaluator.expression()
    evaluator.end()
    if (target === undefined) continue
    names[target] = sign === '+=' ? [...listOf(names[target]), ...listOf(value)] : value
  }
  return names
}

/** The arguments of a call by the names of its parameters; every argument must have one. */
export function bind(
  parameters: readonly string[],
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const bound: Record<string, unknown> = {}
  for (const [i, value] of positional.entries()) {
    const name = parameters[i]
    if (name === undefined) throw new TypeError(`a program's call with ${positional.length} arguments`)
    bound[name] = value
  }
  for (const [name, value] of Object.entries(keywords)) {
    if (!parameters.includes(name)) throw new TypeError(`a program's argument that is not known: ${name}`)
    bound[name] = value
  }
  return bound
}
