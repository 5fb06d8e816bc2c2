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

/** Deeper than any header; far from the end of the stack. */
const MAX_DEPTH = 100

/** Reads a text token by token, and keeps nothing of it; errors give the position. */
export class Scanner {
  readonly text: string
  at = 0
  #depth = 0
  readonly #options: ScannerOptions

  constructor(text: string, options: ScannerOptions) {
    this.text = text
    this.#options = options
  }

  /** The text that a sticky pattern matches at the position, which goes past it. */
  token(pattern: RegExp): string | undefined {
    const start = this.at
    pattern.lastIndex = start
    if (!pattern.test(this.text)) return undefined
    this.at = pattern.lastIndex
    return this.text.slice(start, this.at)
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
    this.token(this.#options.space)
    return this.text[this.at] === symbol
  }

  /** Skips space and a character, which must be there. */
  take(symbol: string): void {
    if (!this.peek(symbol)) this.fail(JSON.stringify(symbol))
    this.at++
  }

  /** Reads the items between brackets, separated by commas; whether a comma follows the last. */
  list(open: string, close: string, item: () => void): boolean {
    this.take(open)
    if (++this.#depth > MAX_DEPTH) this.fail(`at most ${MAX_DEPTH} levels`)
    let [isFirst, comma] = [true, true]
    while (!this.peek(close) || (comma && !isFirst && !this.#options.trailingComma)) {
      if (!comma) this.fail(`"," or "${close}"`)
      item()
      isFirst = false
      comma = this.peek(',')
      if (comma) this.take(',')
    }
    this.take(close)
    this.#depth--
    return comma && !isFirst
  }

  /** Skips space, after which the text must end. */
  end(): void {
    this.peek('')
    if (this.at < this.text.length) this.fail('nothing more')
  }

  fail(expected: string): never {
    const { where, what } = this.#options
    const got =
      this.at < this.text.length ? JSON.stringify(this.text.slice(this.at, this.at + 16)) : 'its end'
    throw malformed(where, `${expected} at character ${this.at} of ${what}`, got)
  }
}
