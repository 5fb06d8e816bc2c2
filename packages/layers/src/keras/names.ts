import type { Module } from '../module/module.ts'

/** Names as Keras gives them: each layer's own, or its class in snake_case, numbered from the second on. */
export class Names {
  readonly #counts = new Map<string, number>()
  readonly #nameOf: ((path: string, module: Module) => string | undefined) | undefined

  constructor(nameOf: ((path: string, module: Module) => string | undefined) | undefined) {
    this.#nameOf = nameOf
  }

  /** The name of a layer: what the option says, the last part of its path if that is a name, or the class's next one. */
  of(path: string, module: Module, className: string): string {
    const given = this.#nameOf?.(path, module)
    if (given !== undefined) return given
    const last = path.slice(path.lastIndexOf('.') + 1)
    return last === '' || /^\d+$/.test(last) ? this.next(className) : last
  }

  /** The next name of a class. */
  next(className: string): string {
    const name = snakeCase(className)
    const count = this.#counts.get(name) ?? 0
    this.#counts.set(name, count + 1)
    return count === 0 ? name : `${name}_${count}`
  }
}

/** Keras's: `Conv2DTranspose` is `conv2d_transpose`, `SimpleRNN` `simple_rnn`. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
