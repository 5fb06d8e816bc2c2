import { raised } from './errors.ts'
import { type Callable, ELLIPSIS, isTuple, type Keywords, PyClass, PyMethod, PyObject } from './objects.ts'

const NONE: Keywords = Object.freeze({})

/** Calls a function, a class, or an object that has `__call__`. */
export function call(callee: unknown, positional: readonly unknown[], keywords: Keywords = NONE): unknown {
  if (typeof callee === 'function') return (callee as Callable)(positional, keywords)
  if (callee instanceof PyMethod) return callee.call(positional, keywords)
  if (callee instanceof PyClass) return instantiate(callee, positional, keywords)
  if (callee instanceof PyObject && callee.type.has('__call__')) {
    return call(callee.type.find('__call__'), [callee, ...positional], keywords)
  }
  throw raised('TypeError', `'${typeName(callee)}' object is not callable`)
}

function instantiate(type: PyClass, positional: readonly unknown[], keywords: Keywords): unknown {
  const maker = type.mro.find(({ traits }) => traits.construct !== undefined)
  if (maker === type) return type.traits.construct?.(positional, keywords)
  if (maker !== undefined) throw new TypeError(`a class below ${maker.name} is not read`)
  const made = new PyObject(type)
  if (type.has('__init__')) call(type.find('__init__'), [made, ...positional], keywords)
  else if (positional.length > 0) throw raised('TypeError', `${type.name}() takes no arguments`)
  return made
}

/** The result of a method of an object by its name between underscores; undefined if it has none. */
export function special(value: unknown, name: string, ...given: readonly unknown[]): unknown {
  if (!(value instanceof PyObject)) return undefined
  const found = value.type.find(name)
  return found === undefined || found === null ? undefined : call(found, [value, ...given])
}

export function typeName(value: unknown): string {
  if (value === null) return 'NoneType'
  if (value instanceof PyObject) return value.type.name
  if (value instanceof PyClass) return 'type'
  if (isTuple(value)) return 'tuple'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Map) return 'dict'
  if (value instanceof Set) return 'set'
  const names: Readonly<Record<string, string>> = {
    boolean: 'bool',
    bigint: 'int',
    string: 'str',
    function: 'function',
  }
  return (
    names[typeof value] ??
    (typeof value === 'number' ? (Number.isInteger(value) ? 'int' : 'float') : 'object')
  )
}

export function truth(value: unknown): boolean {
  if (value === null || value === undefined) return false
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map || value instanceof Set) return value.size > 0
  if (value instanceof PyObject) {
    const said = special(value, '__bool__') ?? special(value, '__len__')
    return said === undefined ? true : truth(said)
  }
  return Boolean(value)
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a instanceof PyObject || b instanceof PyObject) {
    const said = special(a, '__eq__', b) ?? special(b, '__eq__', a)
    return said === undefined ? false : truth(said)
  }
  if (isNumber(a) && isNumber(b)) return numeric(a) <= numeric(b) && numeric(a) >= numeric(b)
  if (Array.isArray(a) && Array.isArray(b)) {
    return isTuple(a) === isTuple(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]))
  }
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && equal(value, b.get(key)))
  }
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((item) => b.has(item))
  return false
}

/** A number, also one of `True` and `False`. */
export function isNumber(value: unknown): value is number | bigint | boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
}

export function numeric(value: number | bigint | boolean): number | bigint {
  return typeof value === 'boolean' ? Number(value) : value
}

/** The items of what can be gone over. */
export function iterate(value: unknown): Iterable<unknown> {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Set) return value
  if (value instanceof Map) return value.keys()
  if (value instanceof PyObject) {
    const found = special(value, '__iter__')
    if (found !== undefined) return iterate(found)
    if (value.type.has('__getitem__')) return byIndex(value)
  }
  if (typeof value === 'object' && value !== null && Symbol.iterator in value)
    return value as Iterable<unknown>
  throw raised('TypeError', `'${typeName(value)}' object is not iterable`)
}

function* byIndex(value: PyObject): Generator<unknown> {
  const length = Number(special(value, '__len__') ?? Infinity)
  for (let i = 0; i < length; i++) yield special(value, '__getitem__', i)
}

/** `str(value)` */
export function text(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof PyObject) {
    const said = special(value, '__str__')
    if (typeof said === 'string') return said
  }
  return repr(value)
}

/** `repr(value)` */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (value === ELLIPSIS) return 'Ellipsis'
  if (typeof value === 'string')
    return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value}'`
  if (Array.isArray(value)) {
    const items = value.map(repr).join(', ')
    return isTuple(value) ? `(${items}${value.length === 1 ? ',' : ''})` : `[${items}]`
  }
  if (value instanceof Map)
    return `{${[...value].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`
  if (value instanceof PyClass) return `<class '${value.name}'>`
  if (value instanceof PyObject) {
    const said = special(value, '__repr__')
    return typeof said === 'string' ? said : `<${value.type.name} object>`
  }
  return String(value)
}

/** A key as dictionaries compare it: tuples by their items. */
export function hashable(key: unknown): unknown {
  if (isTuple(key)) throw new TypeError('a tuple as a key is not read')
  if (Array.isArray(key) || key instanceof Map || key instanceof Set) {
    throw raised('TypeError', `unhashable type: '${typeName(key)}'`)
  }
  return typeof key === 'boolean' ? Number(key) : key
}
