import { listOf, numberOf, textOf } from '../golden/read.ts'
import { raised } from './errors.ts'
import { type Callable, tuple } from './objects.ts'
import { equal, hashable, isNumber, iterate, numeric, text } from './values.ts'

/** A method of `self` and the positional arguments. */
function plain<Self>(run: (self: Self, ...given: readonly unknown[]) => unknown): Callable {
  return ([self, ...given], keywords) => {
    const [name] = Object.keys(keywords)
    if (name !== undefined) throw new TypeError(`an argument that is not read: ${name}`)
    return run(self as Self, ...given) ?? null
  }
}

/** A text, or several of which one is asked for. */
function alternatives(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)]
}

const STRING: Readonly<Record<string, Callable>> = {
  find: plain<string>((self, part) => self.indexOf(textOf(part))),
  count: plain<string>((self, part) => self.split(textOf(part)).length - 1),
  endswith: plain<string>((self, end) => alternatives(end).some((one) => self.endsWith(one))),
  startswith: plain<string>((self, start) => alternatives(start).some((one) => self.startsWith(one))),
  lower: plain<string>((self) => self.toLowerCase()),
  upper: plain<string>((self) => self.toUpperCase()),
  capitalize: plain<string>((self) => self.charAt(0).toUpperCase() + self.slice(1).toLowerCase()),
  title: plain<string>((self) =>
    self.toLowerCase().replace(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ),
  strip: plain<string>((self, of) => stripped(self, of, true, true)),
  lstrip: plain<string>((self, of) => stripped(self, of, true, false)),
  rstrip: plain<string>((self, of) => stripped(self, of, false, true)),
  removeprefix: plain<string>((self, part) =>
    self.startsWith(textOf(part)) ? self.slice(textOf(part).length) : self,
  ),
  removesuffix: plain<string>((self, part) =>
    self.endsWith(textOf(part)) ? self.slice(0, self.length - textOf(part).length) : self,
  ),
  replace: plain<string>((self, from, to) => self.replaceAll(textOf(from), textOf(to))),
  split: plain<string>((self, by, most) => split(self, by, most)),
  rsplit: plain<string>((self, by, most) => rsplit(self, textOf(by), most)),
  join: plain<string>((self, parts) => [...iterate(parts)].map(textOf).join(self)),
  isdigit: plain<string>((self) => /^\d+$/.test(self)),
  isupper: plain<string>((self) => self !== self.toLowerCase() && self === self.toUpperCase()),
  islower: plain<string>((self) => self !== self.toUpperCase() && self === self.toLowerCase()),
  format: ([self, ...given], keywords) => formatted(textOf(self), given, keywords),
}

function stripped(self: string, of: unknown, left: boolean, right: boolean): string {
  const isOf = (letter: string | undefined): boolean =>
    letter !== undefined &&
    (of === undefined || of === null ? /\s/.test(letter) : textOf(of).includes(letter))
  let [start, end] = [0, self.length]
  while (left && start < end && isOf(self[start])) start++
  while (right && end > start && isOf(self[end - 1])) end--
  return self.slice(start, end)
}

function split(self: string, by: unknown, most: unknown): string[] {
  if (by === undefined || by === null) return self.split(/\s+/).filter((part) => part !== '')
  const parts = self.split(textOf(by))
  if (most === undefined || parts.length <= numberOf(most) + 1) return parts
  return [...parts.slice(0, numberOf(most)), parts.slice(numberOf(most)).join(textOf(by))]
}

function rsplit(self: string, by: string, most: unknown): string[] {
  const parts = self.split(by)
  if (most === undefined || parts.length <= numberOf(most) + 1) return parts
  const kept = parts.length - numberOf(most)
  return [parts.slice(0, kept).join(by), ...parts.slice(kept)]
}

/** `'{} {name}'.format(…)`, without formats behind a colon. */
function formatted(
  self: string,
  given: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): string {
  let next = 0
  return self.replace(/\{\{|\}\}|\{(\w*)\}|[{}]/g, (match, name: string | undefined) => {
    if (match === '{{' || match === '}}') return match.charAt(0)
    if (name === undefined) throw new SyntaxError(`a format that is not read: ${self}`)
    if (name === '') return text(given[next++])
    return text(/^\d+$/.test(name) ? given[Number(name)] : keywords[name])
  })
}

const LIST: Readonly<Record<string, Callable>> = {
  append: plain<unknown[]>((self, item) => void self.push(item)),
  extend: plain<unknown[]>((self, items) => void self.push(...iterate(items))),
  insert: plain<unknown[]>((self, at, item) => void self.splice(numberOf(at), 0, item)),
  pop: plain<unknown[]>((self, at = -1) => {
    const index = numberOf(at) < 0 ? self.length + numberOf(at) : numberOf(at)
    if (index < 0 || index >= self.length) throw raised('IndexError', 'pop index out of range')
    return self.splice(index, 1)[0]
  }),
  clear: plain<unknown[]>((self) => void self.splice(0)),
  copy: plain<unknown[]>((self) => [...self]),
  reverse: plain<unknown[]>((self) => void self.reverse()),
  index: plain<unknown[]>(indexOf),
  count: plain<unknown[]>((self, item) => self.filter((other) => equal(other, item)).length),
}

function indexOf(self: readonly unknown[], item: unknown): number {
  const at = self.findIndex((other) => equal(other, item))
  if (at < 0) throw raised('ValueError', 'not in list')
  return at
}

const DICT: Readonly<Record<string, Callable>> = {
  items: plain<Map<unknown, unknown>>((self) => [...self].map(tuple)),
  keys: plain<Map<unknown, unknown>>((self) => [...self.keys()]),
  values: plain<Map<unknown, unknown>>((self) => [...self.values()]),
  get: plain<Map<unknown, unknown>>((self, key, other = null) => (self.has(key) ? self.get(key) : other)),
  copy: plain<Map<unknown, unknown>>((self) => new Map(self)),
  setdefault: plain<Map<unknown, unknown>>((self, key, value = null) => {
    if (!self.has(hashable(key))) self.set(key, value)
    return self.get(key)
  }),
  pop: plain<Map<unknown, unknown>>((self, key, ...others) => {
    if (!self.has(key) && others.length === 0) throw raised('KeyError', text(key))
    const value = self.has(key) ? self.get(key) : others[0]
    self.delete(key)
    return value
  }),
  update: ([self, other = []], keywords) => {
    const into = self as Map<unknown, unknown>
    for (const [key, value] of entriesOf(other)) into.set(key, value)
    for (const [key, value] of Object.entries(keywords)) into.set(key, value)
    return null
  },
}

/** The pairs that `dict(value)` is made of. */
export function entriesOf(value: unknown): (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...value]
  return [...iterate(value)].map((pair) => {
    const [key, item] = [...iterate(pair)]
    return [hashable(key), item] as const
  })
}

const SET: Readonly<Record<string, Callable>> = {
  add: plain<Set<unknown>>((self, item) => void self.add(hashable(item))),
  discard: plain<Set<unknown>>((self, item) => void self.delete(item)),
  remove: plain<Set<unknown>>((self, item) => {
    if (!self.delete(item)) throw raised('KeyError', text(item))
  }),
  update: plain<Set<unknown>>((self, items) => {
    for (const item of iterate(items)) self.add(hashable(item))
  }),
  union: plain<Set<unknown>>((self, items) => new Set([...self, ...iterate(items)])),
}

const FLOAT: Readonly<Record<string, Callable>> = {
  is_integer: plain<number>((self) => Number.isInteger(self)),
  bit_length: plain<number | bigint>((self) => BigInt(self).toString(2).length),
}

/** The methods of Python's own types, by their names. */
export const METHODS: Readonly<Record<string, Readonly<Record<string, Callable>>>> = {
  str: STRING,
  list: LIST,
  tuple: {
    index: plain<readonly unknown[]>(indexOf),
    count: plain<unknown[]>((self, item) => self.filter((other) => equal(other, item)).length),
  },
  dict: DICT,
  set: SET,
  int: FLOAT,
  float: FLOAT,
}

/** `sorted(items, key=…, reverse=…)` */
export function sorted(
  items: Iterable<unknown>,
  keyOf: (item: unknown) => unknown,
  isReverse: boolean,
): unknown[] {
  const keyed = [...items].map((item) => ({ item, key: keyOf(item) }))
  keyed.sort((a, b) => (isReverse ? order(b.key, a.key) : order(a.key, b.key)))
  return keyed.map(({ item }) => item)
}

/** Less than, equal or greater, as −1, 0 and 1. */
export function order(a: unknown, b: unknown): number {
  if (isNumber(a) && isNumber(b)) return numeric(a) < numeric(b) ? -1 : numeric(a) > numeric(b) ? 1 : 0
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const [left, right] = [listOf(a), listOf(b)]
  for (const [i, item] of left.entries()) {
    if (i >= right.length) return 1
    const found = order(item, right[i])
    if (found !== 0) return found
  }
  return left.length < right.length ? -1 : 0
}
