import { type Callable, type Keywords, PyClass, PyObject, PyProperty } from '../../../python/objects.ts'
import { call, iterate } from '../../../python/values.ts'
import { isArray } from '../../jax/programs/array.ts'
import { nextKey } from './rngs.ts'

/** `nnx.Module` */
export const MODULE: PyClass = new PyClass('Module', [], { train: () => null, eval: () => null })

/** `nnx.Variable`: what a model holds; `nnx.Param` is what is trained. */
export const VARIABLE: PyClass = new PyClass('Variable', [], {
  __init__: ([self, value]: readonly unknown[]) => {
    if (self instanceof PyObject)
      self.held = value instanceof PyObject && value.type.isBelow(VARIABLE) ? value.held : value
    return null
  },
  __getitem__: ([self]: readonly unknown[]) => (self as PyObject).held,
  value: new PyProperty(
    ([self]) => (self as PyObject).held,
    ([self, value]) => {
      if (self instanceof PyObject) self.held = value
      return null
    },
  ),
  shape: new PyProperty(([self]) => {
    const { held } = self as PyObject
    const found = held instanceof PyObject ? held.type.find('shape') : undefined
    if (found instanceof PyProperty) return call(found.get, [held])
    throw new TypeError('the shape of what is no array')
  }),
})
export const PARAM: PyClass = new PyClass('Param', [VARIABLE])

export function param(value: unknown): PyObject {
  return new PyObject(PARAM, value)
}

/** A parameter with the next key of the stream of parameters. */
export function drawn(rngs: unknown, init: unknown, shape: readonly number[], dtype: unknown): PyObject {
  return param(call(init, [nextKey(rngs), shape, dtype]))
}

/** The keyword arguments that layers have and that say nothing of their parameters. */
const OTHERS = [
  ...[
    'dtype',
    'precision',
    'dot_general',
    'dot_general_cls',
    'promote_dtype',
    'preferred_element_type',
    'rngs',
  ],
  ...[
    'kernel_metadata',
    'bias_metadata',
    'scale_metadata',
    'embedding_metadata',
    'axis_name',
    'axis_index_groups',
  ],
  ...[
    'use_fast_variance',
    'conv_general_dilated',
    'epsilon',
    'momentum',
    'use_running_average',
    'deterministic',
  ],
]

/** The arguments of a layer by name. */
export type Given = Readonly<Record<string, unknown>>

/** A class of nnx's own layers: its parameters by place, those by name alone with their defaults, and what it makes of them. */
export function layer(
  name: string,
  places: readonly string[],
  defaults: Given,
  build: (given: Given) => Readonly<Record<string, unknown>>,
): PyClass {
  const construct: Callable = ([self, ...positional], keywords: Keywords) => {
    if (!(self instanceof PyObject)) throw new TypeError('a module without its object')
    if (positional.length > places.length) throw new TypeError(`nnx.${name}: too many arguments`)
    const given: Record<string, unknown> = { ...defaults, ...keywords }
    for (const [i, value] of positional.entries()) given[places[i] ?? ''] = value
    for (const key of Object.keys(keywords)) {
      if (places.includes(key) || Object.hasOwn(defaults, key) || OTHERS.includes(key)) continue
      throw new TypeError(`nnx.${name}: an argument that is not read: ${key}`)
    }
    const missing = places.find((place) => given[place] === undefined)
    if (missing !== undefined) throw new TypeError(`nnx.${name}: missing a required argument: ${missing}`)
    for (const [key, value] of Object.entries({ ...visible(given), ...build(given) }))
      self.attributes.set(key, value)
    return null
  }
  return new PyClass(name, [MODULE], { __init__: construct })
}

/** What a layer keeps of its arguments, for programs that read it. */
function visible(given: Given): Given {
  const kept = Object.entries(given).filter(([, value]) => typeof value === 'number' || Array.isArray(value))
  return Object.fromEntries(kept)
}

/** `nnx.List`, `nnx.Dict` and `nnx.Sequential` hold modules. */
const items = (self: unknown): unknown[] => (self as PyObject).held as unknown[]
const asList = (value: unknown): unknown[] => (value === undefined ? [] : [...iterate(value)])

export const LIST: PyClass = new PyClass('List', [MODULE], {
  __init__: ([self, given]: readonly unknown[]) => {
    if (self instanceof PyObject) self.held = asList(given)
    return null
  },
  append: ([self, item]: readonly unknown[]) => {
    items(self).push(item)
    return null
  },
  __getitem__: ([self, i]: readonly unknown[]) => items(self).at(Number(i)),
  __len__: ([self]: readonly unknown[]) => items(self).length,
  __iter__: ([self]: readonly unknown[]) => items(self),
})

const entries = (self: unknown): Map<unknown, unknown> => (self as PyObject).held as Map<unknown, unknown>

export const DICT: PyClass = new PyClass('Dict', [MODULE], {
  __init__: ([self, given]: readonly unknown[], keywords: Keywords = {}) => {
    const first = given instanceof Map ? [...given] : []
    if (self instanceof PyObject)
      self.held = new Map<unknown, unknown>([...first, ...Object.entries(keywords)])
    return null
  },
  __getitem__: ([self, key]: readonly unknown[]) => entries(self).get(key),
  __setitem__: ([self, key, value]: readonly unknown[]) => {
    entries(self).set(key, value)
    return null
  },
  __iter__: ([self]: readonly unknown[]) => [...entries(self).keys()],
  items: ([self]: readonly unknown[]) => [...entries(self)].map((pair) => Object.freeze(pair)),
  values: ([self]: readonly unknown[]) => [...entries(self).values()],
})

export const SEQUENTIAL: PyClass = new PyClass('Sequential', [MODULE], {
  __init__: ([self, ...layers]: readonly unknown[]) => {
    if (self instanceof PyObject) self.attributes.set('layers', call(LIST, [layers]))
    return null
  },
})

/** The parameters of a model, by the paths of the attributes that hold them; of what is shared the first. */
export function nnxParameters(
  value: unknown,
  path: readonly string[] = [],
  seen: Set<unknown> = new Set(),
): [name: string, value: PyObject][] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  if (value instanceof PyObject && value.type.isBelow(VARIABLE)) {
    seen.add(value)
    if (!value.type.isBelow(PARAM)) return []
    if (isArray(value.held)) return [[path.join('.'), value.held]]
    throw new TypeError(`a parameter that is not read: ${path.join('.')}`)
  }
  const below = (children: Iterable<readonly [unknown, unknown]>): [string, PyObject][] =>
    [...children].flatMap(([key, child]) => nnxParameters(child, [...path, String(key)], seen))
  if (Array.isArray(value)) return below(value.entries())
  if (value instanceof Map) return below(sorted(value))
  if (!(value instanceof PyObject) || !value.type.isBelow(MODULE)) return []
  seen.add(value)
  if (value.type.isBelow(LIST)) return below(items(value).entries())
  if (value.type.isBelow(DICT)) return below(sorted(entries(value)))
  return below(sorted(value.attributes))
}

/** The entries of a dictionary by their keys. */
export function sorted(map: ReadonlyMap<unknown, unknown>): (readonly [unknown, unknown])[] {
  return [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
