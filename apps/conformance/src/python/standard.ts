import { BUILTINS, OBJECT } from './builtins.ts'
import { raised } from './errors.ts'
import { type Callable, PyClass, PyObject, tuple } from './objects.ts'
import { arithmetic } from './operators.ts'
import { power } from './power.ts'
import { call, isNumber, iterate, special } from './values.ts'

function real(run: (...given: number[]) => number): Callable {
  return (positional) => {
    if (!positional.every(isNumber)) throw raised('TypeError', 'must be real number')
    return run(...positional.map(Number))
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b)
}

const MATH: Readonly<Record<string, unknown>> = {
  pi: Math.PI,
  e: Math.E,
  inf: Infinity,
  nan: Number.NaN,
  sqrt: real(Math.sqrt),
  pow: real(power),
  exp: real(Math.exp),
  log: real((x, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base))),
  log2: real(Math.log2),
  log10: real(Math.log10),
  sin: real(Math.sin),
  cos: real(Math.cos),
  tan: real(Math.tan),
  tanh: real(Math.tanh),
  floor: real(Math.floor),
  ceil: real(Math.ceil),
  trunc: real(Math.trunc),
  fabs: real(Math.abs),
  gcd: real(gcd),
  prod: ([items]: readonly unknown[]) =>
    [...iterate(items)].reduce((total, item) => arithmetic('*', total, item), 1),
  isclose: real((a, b) => Number(Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)))),
}

/** `functools.partial(fn, …)` */
const partial: Callable = ([fn, ...first], named) => {
  const bound: Callable = (rest, keywords) => call(fn, [...first, ...rest], { ...named, ...keywords })
  return bound
}

const reduce: Callable = ([fn, items, ...start]) => {
  const list = [...start, ...iterate(items)]
  if (list.length === 0) throw raised('TypeError', 'reduce() of empty iterable with no initial value')
  return list.reduce((total, item) => call(fn, [total, item]))
}

/** A copy of what a program holds; frameworks copy what is theirs by `__deepcopy__`. */
export function deepCopy(value: unknown, copies: Map<unknown, unknown> = new Map()): unknown {
  if (typeof value !== 'object' || value === null || value instanceof PyClass) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  const inner = (item: unknown): unknown => deepCopy(item, copies)
  if (Array.isArray(value)) {
    const list = value.map(inner)
    return Object.isFrozen(value) ? tuple(list) : list
  }
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, inner(item)]))
  if (value instanceof Set) return new Set(value)
  if (!(value instanceof PyObject)) return value
  const own = special(value, '__deepcopy__', copies)
  if (own !== undefined) return own
  const copy = new PyObject(value.type, value.held)
  copies.set(value, copy)
  for (const [name, item] of value.attributes) copy.attributes.set(name, inner(item))
  return copy
}

const shallowCopy: Callable = ([value]) => {
  if (Array.isArray(value)) return Object.isFrozen(value) ? value : [...value]
  if (value instanceof Map) return new Map(value)
  if (value instanceof Set) return new Set(value)
  if (value instanceof PyObject) throw new TypeError('copy.copy of an object is not read')
  return value
}

const TYPING: Readonly<Record<string, unknown>> = Object.fromEntries(
  [
    'Any',
    'Callable',
    'Dict',
    'Iterable',
    'Iterator',
    'List',
    'Literal',
    'Mapping',
    'NamedTuple',
    'Optional',
    'Sequence',
    'Set',
    'Tuple',
    'Type',
    'Union',
  ].map((name) => [name, new PyClass(name)]),
)

/** `itertools.product(a, b)` */
const product: Callable = (lists) =>
  lists
    .map((items) => [...iterate(items)])
    .reduce<unknown[][]>((rows, items) => rows.flatMap((row) => items.map((item) => [...row, item])), [[]])
    .map(tuple)

/** Modules of Python's own library, as far as programs that build models use them. */
export const STANDARD: Readonly<Record<string, unknown>> = {
  math: MATH,
  functools: {
    partial,
    reduce,
    lru_cache: (given: readonly unknown[]) => given[0] ?? ((fns: readonly unknown[]) => fns[0]),
    wraps:
      () =>
      ([fn]: readonly unknown[]) =>
        fn,
  },
  collections: { OrderedDict: BUILTINS.dict },
  copy: { deepcopy: ([value]: readonly unknown[]) => deepCopy(value), copy: shallowCopy },
  typing: TYPING,
  itertools: {
    product,
    chain: (lists: readonly unknown[]) => lists.flatMap((items) => [...iterate(items)]),
    repeat: ([item, times]: readonly unknown[]) => Array.from({ length: Number(times) }, () => item),
  },
  abc: { ABC: OBJECT, abstractmethod: ([fn]: readonly unknown[]) => fn },
  inspect: {},
  os: { environ: new Map(), path: {} },
  sys: {},
  // A seed of what no weight is drawn from.
  random: { seed: () => null },
  numpy: { sqrt: MATH.sqrt, log: MATH.log, prod: MATH.prod, pi: Math.PI, random: { seed: () => null } },
  warnings: { filterwarnings: () => null, warn: () => null, simplefilter: () => null },
}
