import { defaultOf, namesOf as fieldsOf } from '../../../python/dataclass.ts'
import {
  type Callable,
  type Keywords,
  method,
  PyClass,
  PyObject,
  PyProperty,
  tuple,
} from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { keyFrom } from '../../jax/programs/random.ts'
import {
  adopt,
  autoname,
  enter,
  isModule,
  MODULE,
  nextKey,
  parameter,
  placeOf,
  type Root,
  STACK,
} from './context.ts'

function missing(type: PyClass, field: string): never {
  throw new TypeError(`${type.name}: missing a required argument: ${field}`)
}

/** Constructs a module: fields by place or name, its own name, and where it stands. */
const construct: Callable = ([self, ...positional], keywords) => {
  if (!(self instanceof PyObject)) throw new TypeError('a module without its object')
  const { type } = self
  const place = placeOf(self)
  const { name, parent, ...given } = keywords
  const fields = fieldsOf(type)
  if (positional.length > fields.length) throw new TypeError(`${type.name}: too many arguments`)
  const unknown = Object.keys(given).find((field) => !fields.includes(field))
  if (unknown !== undefined) throw new TypeError(`${type.name}: an argument that is not read: ${unknown}`)
  for (const [i, field] of fields.entries()) {
    if (i < positional.length) self.attributes.set(field, positional[i])
    else if (Object.hasOwn(given, field)) self.attributes.set(field, given[field])
    else self.attributes.set(field, (defaultOf(type, field) ?? missing(type, field)).value)
  }
  const above = parent === null ? undefined : isModule(parent) ? parent : STACK.at(-1)
  place.parent = above
  place.name = typeof name === 'string' ? name : undefined
  if (above !== undefined && placeOf(above).phase === 'compact') place.name ??= autoname(above, type)
  else if (above !== undefined && placeOf(above).phase === 'call' && place.name === undefined) {
    throw new TypeError(`${type.name}: a module that is constructed outside of setup and compact methods`)
  }
  if (type.has('__post_init__')) call(type.find('__post_init__'), [self])
  return null
}

const COMPACT = Symbol('compact')
const PLAIN = Symbol('nowrap')

function marked(mark: symbol): Callable {
  return ([fn]) => {
    const wrapped: Callable = (positional, keywords) => call(fn, positional, keywords)
    Object.defineProperty(wrapped, 'name', { value: typeof fn === 'function' ? fn.name : '' })
    return Object.assign(wrapped, { [mark]: true })
  }
}

export const compact: Callable = marked(COMPACT)
export const nowrap: Callable = marked(PLAIN)

/** Methods that are not those of a module which is being run. */
const OWN = [
  '__init__',
  'setup',
  '__post_init__',
  '__setattr__',
  '__getattr__',
  '__repr__',
  '__hash__',
  '__eq__',
]

function entering(fn: Callable): Callable {
  const isCompact = Reflect.get(fn, COMPACT) === true
  const wrapped: Callable = (positional, keywords) => {
    const [self] = positional
    if (!isModule(self)) return fn(positional, keywords)
    return enter(self, isCompact, () => fn(positional, keywords))
  }
  Object.defineProperty(wrapped, 'name', { value: fn.name })
  return wrapped
}

/** The methods of a class below `nn.Module` run within their module. */
function wrapMethods(type: PyClass): void {
  for (const [name, value] of type.attributes) {
    if (OWN.includes(name)) continue
    if (value instanceof PyProperty) type.attributes.set(name, new PyProperty(entering(value.get)))
    else if (typeof value === 'function' && Reflect.get(value, PLAIN) !== true && isMethod(type, name)) {
      type.attributes.set(name, entering(value as Callable))
    }
  }
}

/** A function that a class body defines; one that is the default of a field is none. */
function isMethod(type: PyClass, name: string): boolean {
  return !fieldsOf(type).includes(name)
}

/** The variables of a model after `init`. */
function initialized(
  self: PyObject,
  positional: readonly unknown[],
  keywords: Keywords,
): [unknown, Map<string, unknown>] {
  const [rngs, ...args] = positional
  const { method: named, ...given } = keywords
  const key = rngs instanceof Map ? (rngs.get('params') ?? [...rngs.values()][0]) : rngs
  const root: Root = { key: keyFrom(key), parameters: new Map(), counters: new Map() }
  const place = placeOf(self)
  Object.assign(place, { parent: undefined, name: undefined, root, isSetUp: false })
  // `method=model.encode` is the function of that name, of this object.
  const name = typeof named === 'function' ? named.name : (named ?? '__call__')
  const own = typeof name === 'string' && self.type.has(name) ? self.type.find(name) : named
  const result = call(own, [self, ...args], given)
  return [result, new Map([['params', nested(root.parameters)]])]
}

/** Parameters as dictionaries in dictionaries. */
function nested(parameters: ReadonlyMap<string, PyObject>): Map<string, unknown> {
  const tree = new Map<string, unknown>()
  for (const [path, value] of parameters) {
    const names = path.split('.')
    let at = tree
    for (const name of names.slice(0, -1)) {
      const below = at.get(name)
      const inner = below instanceof Map ? below : new Map<string, unknown>()
      at.set(name, inner)
      at = inner
    }
    at.set(names.at(-1) ?? '', value)
  }
  return tree
}

const MEMBERS: Readonly<Record<string, unknown>> = {
  __init__: construct,
  __setattr__: method((self, [name, value]) => {
    adopt(self, String(name), value)
    self.attributes.set(String(name), value)
    return null
  }),
  param: method((self, [name, init, ...given], keywords) =>
    parameter(self, String(name), init, given, keywords),
  ),
  make_rng: method((self) => nextKey(self)),
  has_rng: () => true,
  is_initializing: () => true,
  is_mutable_collection: () => true,
  has_variable: () => false,
  variable: method((_, [, , init, ...given]) => {
    const value = call(init, given)
    return new PyObject(VARIABLE, { value })
  }),
  sow: () => false,
  init: method((self, positional, keywords) => initialized(self, positional, keywords)[1]),
  init_with_output: method((self, positional, keywords) => tuple(initialized(self, positional, keywords))),
  name: new PyProperty(([self]) => (isModule(self) ? (placeOf(self).name ?? null) : null)),
}

const VARIABLE: PyClass = new PyClass('Variable', [], {
  value: new PyProperty(
    ([self]) => (self as PyObject & { held: { value: unknown } }).held.value,
    () => null,
  ),
})

for (const [name, value] of Object.entries(MEMBERS)) MODULE.attributes.set(name, value)
Object.assign(MODULE.traits, { subclassed: wrapMethods })

/** A class of Flax's own layers: its fields with their defaults, and what it does with an input. */
export function layer(
  name: string,
  fields: Readonly<Record<string, unknown>>,
  run: (
    self: PyObject,
    get: (field: string) => unknown,
    positional: readonly unknown[],
    keywords: Keywords,
  ) => unknown,
  members: Readonly<Record<string, unknown>> = {},
): PyClass {
  const given = Object.entries(fields).filter(([, value]) => value !== REQUIRED)
  const type = new PyClass(name, [MODULE], {
    ...Object.fromEntries(given),
    ...members,
    __annotations__: new Map(Object.keys(fields).map((field) => [field, true])),
    __call__: compact(
      [
        method((self, positional, keywords) =>
          run(self, (field) => self.attributes.get(field), positional, keywords),
        ),
      ],
      {},
    ),
  })
  wrapMethods(type)
  return type
}

/** The default of a field that has none. */
export const REQUIRED: symbol = Symbol('required')
