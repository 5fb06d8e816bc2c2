import { malformed } from '../errors/format-error.ts'

/** The language of a text, and how messages call it. */
interface ScannerOptions {
  /** The first words of every message. */
  readonly where: string
  /** The name of the text in messages. */
  readonly what: string
  /** A sticky pattern of what may stand between tokens. */
  readonly space: RegExp
  /** Whether a comma may follow the last item of a list. */
  readonly trailingComma: boolean
}

/** Reads a text token by token; errors give the position. */
export class Scanner {
  readonly text: string
  at = 0
  readonly #options: ScannerOptions

  constructor(text: string, options: ScannerOptions) {
    this.text = text
    this.#options = options
  }

  /** The match of a sticky pattern at the position, which goes past it. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text) ?? undefined
    if (found !== undefined) this.at = pattern.lastIndex
    return found
  }

  /** Skips space and says whether a character comes next. */
  peek(symbol: string): boolean {
    this.match(this.#options.space)
    return this.text[this.at] === symbol
  }

  /** Skips space and a character, which must be there. */
  take(symbol: string): void {
    if (!this.peek(symbol)) this.fail(JSON.stringify(symbol))
    this.at++
  }

  /** The items between brackets, separated by commas, and whether a comma follows the last. */
  list<T>(open: string, close: string, item: () => T): { readonly items: T[]; readonly comma: boolean } {
    this.take(open)
    const items: T[] = []
    let comma = true
    while (!this.peek(close) || (comma && items.length > 0 && !this.#options.trailingComma)) {
      if (!comma) this.fail(`"," or "${close}"`)
      items.push(item())
      comma = this.peek(',')
      if (comma) this.take(',')
    }
    this.take(close)
    return { items, comma: comma && items.length > 0 }
  }

  /** Skips space, after which the text must end. */
  end(): void {
    this.match(this.#options.space)
    if (this.at < this.text.length) this.fail('nothing more')
  }

  fail(expected: string): never {
    const { where, what } = this.#options
    const got =
      this.at < this.text.length ? JSON.stringify(this.text.slice(this.at, this.at + 16)) : 'its end'
    throw malformed(where, `${expected} at character ${this.at} of ${what}`, got)
  }
}
