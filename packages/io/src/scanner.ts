import { malformed } from './errors.ts'

/** What a scanner is told about its text. */
interface ScannerOptions {
  /** The first words of every message. */
  readonly where: string
  /** What the text is, as messages call it. */
  readonly what: string
  /** Sticky; what may stand between tokens. */
  readonly space: RegExp
  /** Whether a comma may follow the last item of a list. */
  readonly trailingComma: boolean
}

/** Goes through a text token by token; errors say where. */
export class Scanner {
  readonly text: string
  at = 0
  readonly #options: ScannerOptions

  constructor(text: string, options: ScannerOptions) {
    this.text = text
    this.#options = options
  }

  /** What a sticky pattern matches next. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text) ?? undefined
    if (found !== undefined) this.at = pattern.lastIndex
    return found
  }

  /** Whether a character comes next, after space. */
  peek(symbol: string): boolean {
    this.match(this.#options.space)
    return this.text[this.at] === symbol
  }

  /** Goes past a character, after space. */
  take(symbol: string): void {
    if (!this.peek(symbol)) this.fail(JSON.stringify(symbol))
    this.at++
  }

  /** Items between brackets, separated by commas, and whether one followed the last. */
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

  /** Throws if anything but space is left. */
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
