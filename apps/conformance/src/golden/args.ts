import type { Args } from './golden.ts'

/** Reads a case's arguments one by one; `done` refuses those that nothing has read. */
export class ArgReader {
  readonly #args: Args
  readonly #read = new Set<string>()

  constructor(args: Args) {
    this.#args = args
  }

  /** The argument, or the default where it is absent. */
  take<T>(name: string, fallback: T): T {
    this.#read.add(name)
    const value = this.#args[name]
    return value === undefined ? fallback : (value as T)
  }

  /** A number, or the default where it is absent. */
  number(name: string, fallback: number): number {
    const value = this.take<unknown>(name, fallback)
    if (typeof value !== 'number')
      throw new TypeError(`expected the argument ${name} to be a number, got ${value}`)
    return value
  }

  /** @throws Error if an argument has not been read. */
  done(): void {
    const unread = Object.keys(this.#args).filter((name) => !this.#read.has(name))
    if (unread.length > 0) throw new Error(`arguments that the adapter does not handle: ${unread.join(', ')}`)
  }
}
