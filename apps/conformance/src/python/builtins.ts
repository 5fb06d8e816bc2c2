import { getAttribute, hasAttribute, setAttribute } from './attributes.ts'
import { SUPER } from './calls.ts'
import { EXCEPTIONS, PyError, raised } from './errors.ts'
import { entriesOf, order, sorted } from './methods.ts'
import { type Callable, isTuple, PyClass, PyMethod, PyObject, PyProperty, PySlice, tuple } from './objects.ts'
import { arithmetic } from './operators.ts'
import { format } from './strings.ts'
import { call, hashable, isNumber, iterate, numeric, repr, special, text, truth, typeName } from './values.ts'

/** A built-in function that takes no keywords but those named. */
function plain(run: (...given: unknown[]) => unknown, ...names: readonly string[]): Callable {
  return (positional, keywords) => {
    for (const name of Object.keys(keywords)) {
      if (!names.includes(name)) throw new TypeError(`an argument that is not read: ${name}`)
    }
    return run(...positional, ...names.flatMap((name) => (name in keywords ? [keywords[name]] : [])))
  }
}

const holdsInteger = (value: unknown): boolean =>
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isInteger(value))

/** A class of Python's own values. */
function typeOf(name: string, construct: Callable, holds: (value: unknown) => boolean): PyClass {
  return new PyClass(name, [], {}, { construct, holds })
}

export const OBJECT: PyClass = new PyClass('object', [], {}, { holds: () => true })
const DICT = typeOf('dict', dictFrom, (value) => value instanceof Map)

const TYPES: readonly PyClass[] = [
  typeOf('int', plain(toInteger), holdsInteger),
  typeOf('float', plain(toFloat), (value) => typeof value === 'number' && !Number.isInteger(value)),
  typeOf(
    'bool',
    plain((value) => truth(value)),
    (value) => typeof value === 'boolean',
  ),
  typeOf(
    'str',
    plain((value = '') => text(value)),
    (value) => typeof value === 'string',
  ),
  typeOf(
    'list',
    plain((items = []) => [...iterate(items)]),
    (value) => Array.isArray(value) && !isTuple(value),
  ),
  typeOf(
    'tuple',
    plain((items = []) => tuple(iterate(items))),
    isTuple,
  ),
  typeOf(
    'set',
    plain((items = []) => new Set([...iterate(items)].map(hashable))),
    (value) => value instanceof Set,
  ),
  DICT,
]

const BY_NAME = new Map(TYPES.map((type) => [type.name, type]))
const FUNCTION = new PyClass('function', [], {}, { holds: (value) => typeof value === 'function' })
const NONE_TYPE = new PyClass('NoneType', [], {}, { holds: (value) => value === null })

function dictFrom(positional: readonly unknown[], keywords: Readonly<Record<string, unknown>>): unknown {
  return new Map<unknown, unknown>([...entriesOf(positional[0] ?? []), ...Object.entries(keywords)])
}

function toInteger(value: unknown = 0): number | bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'string') return toInteger(BigInt(value.trim()))
  if (isNumber(value)) return Math.trunc(Number(value))
  return Number(special(value, '__int__') ?? Number.NaN)
}

function toFloat(value: unknown = 0): number {
  if (typeof value === 'string') return Number(value.replace(/^\s*([+-]?)inf(inity)?\s*$/i, '$1Infinity'))
  if (isNumber(value)) return Number(value)
  return Number(special(value, '__float__') ?? Number.NaN)
}

/** `type(value)` */
function classOf(value: unknown): PyClass {
  if (value instanceof PyObject) return value.type
  if (value instanceof PyClass) return TYPE
  if (value === null) return NONE_TYPE
  return BY_NAME.get(typeName(value)) ?? FUNCTION
}

const TYPE = new PyClass(
  'type',
  [],
  {},
  { construct: plain((value) => classOf(value)), holds: (value) => value instanceof PyClass },
)

/** `isinstance(value, type)`, or one of several. */
function isInstance(value: unknown, type: unknown): boolean {
  if (Array.isArray(type)) return type.some((one) => isInstance(value, one))
  if (!(type instanceof PyClass)) throw raised('TypeError', 'isinstance() arg 2 must be a type')
  if (type.traits.holds?.(value) === true) return true
  return value instanceof PyObject && value.type.isBelow(type)
}

/** `min` or `max`, of several or of the items of one. */
function extreme(sign: number): Callable {
  return (positional, { key, default: otherwise, ...others }) => {
    const [name] = Object.keys(others)
    if (name !== undefined) throw new TypeError(`an argument that is not read: ${name}`)
    const items = positional.length === 1 ? [...iterate(positional[0])] : [...positional]
    const keyOf = (item: unknown): unknown => (key === undefined || key === null ? item : call(key, [item]))
    if (items.length === 0 && otherwise === undefined) throw raised('ValueError', 'an empty sequence')
    if (items.length === 0) return otherwise
    return items.reduce((best, item) => (sign * order(keyOf(item), keyOf(best)) > 0 ? item : best))
  }
}

function range(...given: unknown[]): readonly unknown[] {
  const [a = 0, b, by = 1] = given.map((value) => Number(value))
  const [from, to] = b === undefined ? [0, a] : [a, b]
  if (by === 0) throw raised('ValueError', 'range() arg 3 must not be zero')
  return tuple(Array.from({ length: Math.max(0, Math.ceil((to - from) / by)) }, (_, i) => from + i * by))
}

/** Rounds half to even, as Python does. */
function round(value: unknown, digits: unknown = null): number {
  if (!isNumber(value)) throw raised('TypeError', 'round() of no number')
  const exact = Number(value)
  if (digits !== null) return Number(exact.toFixed(Number(digits)))
  const floor = Math.floor(exact)
  const rest = exact - floor
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1
}

function length(value: unknown): unknown {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  if (value instanceof Map || value instanceof Set) return value.size
  const said = special(value, '__len__')
  if (said !== undefined) return said
  throw raised('TypeError', `object of type '${typeName(value)}' has no len()`)
}

function sum(items: unknown, start: unknown = 0): unknown {
  return [...iterate(items)].reduce((total, item) => arithmetic('+', total, item), start)
}

function next(iterator: unknown, ...otherwise: readonly unknown[]): unknown {
  if (
    typeof iterator !== 'object' ||
    iterator === null ||
    !('next' in iterator) ||
    typeof iterator.next !== 'function'
  ) {
    throw raised('TypeError', `'${typeName(iterator)}' object is not an iterator`)
  }
  const { done, value } = iterator.next()
  if (done !== true) return value
  if (otherwise.length > 0) return otherwise[0]
  throw raised('StopIteration', '')
}

function zip(positional: readonly unknown[]): unknown[] {
  const lists = positional.map((items) => [...iterate(items)])
  const shortest = Math.min(...lists.map((list) => list.length))
  return Array.from({ length: lists.length === 0 ? 0 : shortest }, (_, i) =>
    tuple(lists.map((list) => list[i])),
  )
}

function attribute(value: unknown, name: unknown, ...otherwise: readonly unknown[]): unknown {
  try {
    return getAttribute(value, text(name))
  } catch (error) {
    if (otherwise.length > 0 && error instanceof PyError && error.value.type.name === 'AttributeError')
      return otherwise[0]
    throw error
  }
}

/** What every program knows without an import. */
export const BUILTINS: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(TYPES.map((type) => [type.name, type])),
  ...Object.fromEntries(EXCEPTIONS),
  object: OBJECT,
  type: TYPE,
  super: SUPER,
  property: plain((get) => new PyProperty(get as Callable)),
  staticmethod: plain((fn) => new PyMethod(fn as Callable, false)),
  classmethod: plain((fn) => new PyMethod(fn as Callable, true)),
  isinstance: plain(isInstance),
  issubclass: plain((type, above) =>
    [above].flat().some((one) => type instanceof PyClass && one instanceof PyClass && type.isBelow(one)),
  ),
  callable: plain(
    (value) =>
      typeof value === 'function' ||
      value instanceof PyClass ||
      (value instanceof PyObject && value.type.has('__call__')),
  ),
  getattr: plain(attribute),
  hasattr: plain((value, name) => hasAttribute(value, text(name))),
  setattr: plain((value, name, item) => {
    setAttribute(value, text(name), item)
    return null
  }),
  len: plain(length),
  range: plain(range),
  enumerate: plain(
    (items, start = 0) => [...iterate(items)].map((item, i) => tuple([i + Number(start), item])),
    'start',
  ),
  zip: (positional: readonly unknown[]) => zip(positional),
  map: plain((fn, ...lists) => zip(lists).map((given) => call(fn, given as unknown[]))),
  filter: plain((fn, items) =>
    [...iterate(items)].filter((item) => truth(fn === null ? item : call(fn, [item]))),
  ),
  reversed: plain((items) => [...iterate(items)].reverse()),
  sorted: ([items]: readonly unknown[], { key = null, reverse = false }: Readonly<Record<string, unknown>>) =>
    sorted(iterate(items), (item) => (key === null ? item : call(key, [item])), truth(reverse)),
  iter: plain((items) => iterate(items)[Symbol.iterator]()),
  next: plain(next),
  all: plain((items) => [...iterate(items)].every(truth)),
  any: plain((items) => [...iterate(items)].some(truth)),
  sum: plain(sum, 'start'),
  min: extreme(-1),
  max: extreme(1),
  abs: plain(
    (value) => special(value, '__abs__') ?? (isNumber(value) && numeric(value) < 0 ? -numeric(value) : value),
  ),
  round: plain(round, 'ndigits'),
  divmod: plain((a, b) => tuple([arithmetic('//', a, b), arithmetic('%', a, b)])),
  pow: plain((a, b) => arithmetic('**', a, b)),
  slice: plain((...given) =>
    given.length === 1
      ? new PySlice(null, given[0], null)
      : new PySlice(given[0], given[1], given[2] ?? null),
  ),
  str: BY_NAME.get('str'),
  repr: plain(repr),
  format: plain((value, spec = '') => format(value, text(spec))),
  id: plain((value) => value),
  hash: plain((value) => value),
  // A program's output is nobody's business here.
  print: () => null,
}
