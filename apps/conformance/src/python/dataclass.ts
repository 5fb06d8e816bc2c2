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
function namesOf(type: PyClass): string[] {
  const own = [...type.mro].reverse().flatMap(({ attributes }) => {
    const names = attributes.get('__annotations__')
    return names instanceof Map ? [...names.keys()].map(String) : []
  })
  return [...new Set(own)]
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
      if (!given.has(name) && !type.has(name)) throw raised('TypeError', `${type.name}() missing '${name}'`)
      const standing = type.find(name)
      const fallback = standing instanceof Field ? standing.make() : standing
      self.attributes.set(name, given.has(name) ? given.get(name) : fallback)
    }
    if (type.has('__post_init__')) call(type.find('__post_init__'), [self])
    return null
  })
  type.attributes.set('__init__', init)
  return type
}

const dataclass: Callable = ([type]) => {
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
