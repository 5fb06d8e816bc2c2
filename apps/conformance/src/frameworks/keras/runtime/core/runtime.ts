import { cpu } from '@nn/backend-cpu'
import { type KerasDialect, keras } from '@nn/init/keras'
import { createKerasRng, type KerasBackend, type KerasRng } from '@nn/random/keras'
import { createTensorflowRng, type EagerRng } from '@nn/random/tensorflow'
import type { Backend } from '@nn/tensor'

/** What opens a name scope: a layer under its name. */
export interface Scoped {
  readonly name: string
  /** Where it was first used; undefined before. */
  parentPath: string | undefined
}

/** What one Python program with Keras has for all its layers: seeds, names, scopes of names. */
export class KerasRuntime {
  readonly backend: KerasBackend
  readonly #counts = new Map<string, number>()
  readonly #scopes: Scoped[] = []
  #dialect: KerasDialect | undefined
  #tensorflow: EagerRng | undefined

  constructor(backend: KerasBackend) {
    this.backend = backend
  }

  /** `keras.utils.set_random_seed(seed)`. */
  seed(seed: number): void {
    this.#dialect = keras({ seed, backend: this.backend })
    this.#tensorflow = createTensorflowRng(seed)
  }

  /** `tf.random.set_seed(seed)`. */
  seedTensorflow(seed: number): void {
    this.#tensorflow = createTensorflowRng(seed)
  }

  /** `keras.utils.clear_session()`, as far as names go. */
  clear(): void {
    this.#counts.clear()
  }

  get dialect(): KerasDialect {
    if (this.#dialect === undefined) throw new Error('a draw before keras.utils.set_random_seed')
    return this.#dialect
  }

  /** The initializers of the dialect, for those that have a seed of their own: which session they are of does not matter. */
  get words(): KerasDialect {
    return this.#dialect ?? keras({ seed: 0, backend: this.backend })
  }

  /** The ops of TensorFlow, which `set_random_seed` seeds, too. */
  get tensorflow(): EagerRng {
    if (this.#tensorflow === undefined) throw new Error('a draw before keras.utils.set_random_seed')
    return this.#tensorflow
  }

  /** The seed of what is made without one, from Python's generator. */
  makeSeed(): number {
    return this.dialect.session.makeSeed()
  }

  /** `keras.random.SeedGenerator(seed)`. */
  seedGenerator(seed: unknown): KerasRng {
    const given = seed === undefined || seed === null ? this.makeSeed() : seed
    if (typeof given === 'number' || typeof given === 'bigint') {
      return createKerasRng(given, { backend: this.backend })
    }
    throw new TypeError(`expected a seed to be an integer, got ${String(given)}`)
  }

  /** `auto_name`: a class's name in snake_case, numbered from the second on. */
  autoName(className: string): string {
    const prefix = snakeCase(className)
    const count = this.#counts.get(prefix) ?? 0
    this.#counts.set(prefix, count + 1)
    return count === 0 ? prefix : `${prefix}_${count}`
  }

  /** Runs within the scope of a layer's name; a layer within its own scope opens no second one. */
  within<T>(scoped: Scoped, run: () => T): T {
    if (this.#scopes.at(-1) === scoped) return run()
    scoped.parentPath ??= this.path
    this.#scopes.push(scoped)
    try {
      return run()
    } finally {
      this.#scopes.pop()
    }
  }

  /** The path of a name in the scope of a layer. */
  pathOf(scoped: Scoped, name: string): string {
    if (this.#scopes.at(-1) === scoped) return `${this.path}/${name}`
    const above = scoped.parentPath ?? this.path
    return [above, scoped.name, name].filter((part) => part !== '').join('/')
  }

  /** The names of the scopes that are open, joined by slashes. */
  get path(): string {
    const innermost = this.#scopes.at(-1)
    if (innermost === undefined) return ''
    const above = innermost.parentPath ?? ''
    return above === '' ? innermost.name : `${above}/${innermost.name}`
  }
}

/** The backend of all values. */
export const VALUES: Backend = cpu

/** Keras's `to_snake_case`. */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
