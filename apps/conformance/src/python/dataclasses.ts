import { raised } from './errors.ts'
import { type Callable, PyClass, PyObject } from './objects.ts'
import { call } from './values.ts'

/** What `field(…)` gives: a default, or what makes one for each object. */
const FIELD = new PyClass('Field')

/** `dataclasses.field` */
const field: Callable = (_, keywords) => new PyObject(FIELD, keywords)

/** Fields of a class and those above it, in order. */
export function fieldsOf(type: PyClass): string[] {
  const names = [...type.mro].reverse().flatMap(({ attributes }) => {
    const annotations = attributes.get('__annotations__')
    return annotations instanceof Map ? [...annotations.keys()].map(String) : []
  })
  return [...new Set(names)]
}

/** The default of a field, made anew where it says so; undefined if it has none. */
export function defaultOf(type: PyClass, name: string): { readonly value: unknown } | undefined {
  if (!type.has(name)) return undefined
  const value = type.find(name)
  if (!(value instanceof PyObject) || value.type !== FIELD) return { value }
  const { default: fixed, default_factory: make } = value.held as Readonly<Record<string, unknown>>
  if (make !== undefined) return { value: call(make, []) }
  return fixed === undefined ? undefined : { value: fixed }
}

/** `__init__` of a dataclass: its fields by place or name. */
const construct: Callable = ([self, ...positional], keywords) => {
  if (!(self instanceof PyObject)) throw new TypeError('a dataclass without its object')
  const { type } = self
  const fields = fieldsOf(type)
  const unknown = Object.keys(keywords).find((name) => !fields.includes(name))
  if (unknown !== undefined || positional.length > fields.length)
    throw raised('TypeError', `${type.name}() got an unexpected argument ${unknown ?? ''}`)
  for (const [i, name] of fields.entries()) {
    const otherwise =
      i < positional.length || Object.hasOwn(keywords, name) ? undefined : defaultOf(type, name)
    if (i >= positional.length && !Object.hasOwn(keywords, name) && otherwise === undefined)
      throw raised('TypeError', `${type.name}() missing a required argument: '${name}'`)
    self.attributes.set(name, i < positional.length ? positional[i] : (otherwise?.value ?? keywords[name]))
  }
  if (type.has('__post_init__')) call(type.find('__post_init__'), [self])
  return null
}

/** `@dataclass` and `@dataclass(…)` */
export const dataclass: Callable = ([type]) => {
  if (type === undefined) return dataclass
  if (!(type instanceof PyClass)) throw raised('TypeError', 'a dataclass of what is no class')
  if (!type.attributes.has('__init__')) type.attributes.set('__init__', construct)
  return type
}

/** `dataclasses.replace` */
const replace: Callable = ([value], keywords) => {
  if (!(value instanceof PyObject))
    throw raised('TypeError', 'replace() should be called on dataclass instances')
  const copy = new PyObject(value.type, value.held)
  for (const [name, item] of [...value.attributes, ...Object.entries(keywords)])
    copy.attributes.set(name, item)
  return copy
}

/** `dataclasses` */
export const DATACLASSES: Readonly<Record<string, Callable>> = { dataclass, field, replace }
