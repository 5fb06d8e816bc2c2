import { raised } from './errors.ts'
import { type Callable, method, PyClass } from './objects.ts'
import { deepCopy } from './standard.ts'
import { call } from './values.ts'

/** What `field(default_factory=…)` gives. */
class Field {
  readonly make: () => unknown

  constructor(make: () => unknown) {
    this.make = make
  }
}

/** The names with annotations of a class and those above it, those above first. */
export function namesOf(type: PyClass): string[] {
  const own = [...type.mro].reverse().flatMap(({ attributes }) => {
    const names = attributes.get('__annotations__')
    return names instanceof Map ? [...names.keys()].map(String) : []
  })
  return [...new Set(own)]
}

/** The default of a name, made anew where a field says so; undefined if it has none. */
export function defaultOf(type: PyClass, name: string): { readonly value: unknown } | undefined {
  if (!type.has(name)) return undefined
  const standing = type.find(name)
  return { value: standing instanceof Field ? standing.make() : standing }
}

/** `@dataclass`: a constructor of the names with annotations, in their order. */
function equipped(type: PyClass): PyClass {
  const names = namesOf(type)
  const init = method((self, positional, keywords) => {
    if (positional.length > names.length) throw raised('TypeError', `${type.name}() takes fewer arguments`)
    const given = new Map([
      ...positional.map((value, i) => [names[i], value] as const),
      ...Object.entries(keywords),
    ])
    for (const name of given.keys()) {
      if (!names.includes(String(name)))
        throw raised('TypeError', `${type.name}() got an unexpected argument '${name}'`)
    }
    for (const name of names) {
      const fallback = given.has(name) ? undefined : defaultOf(type, name)
      if (!given.has(name) && fallback === undefined)
        throw raised('TypeError', `${type.name}() missing '${name}'`)
      self.attributes.set(name, given.has(name) ? given.get(name) : fallback?.value)
    }
    if (type.has('__post_init__')) call(type.find('__post_init__'), [self])
    return null
  })
  type.attributes.set('__init__', init)
  return type
}

export const dataclass: Callable = ([type]) => {
  if (type instanceof PyClass) return equipped(type)
  const decorator: Callable = ([inner]) => equipped(inner as PyClass)
  return decorator
}

/** The module `dataclasses`. */
export const DATACLASSES: Readonly<Record<string, unknown>> = {
  dataclass,
  field: (_: readonly unknown[], { default_factory, default: value }: Readonly<Record<string, unknown>>) =>
    new Field(() => (default_factory === undefined ? deepCopy(value) : call(default_factory, []))),
}
