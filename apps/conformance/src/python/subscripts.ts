import { raised } from './errors.ts'
import { isTuple, PyClass, PyObject, PySlice, tuple } from './objects.ts'
import type { Scope } from './scope.ts'
import { listed, type Node } from './syntax/syntax.ts'
import { call, hashable, isNumber, iterate, repr, special, typeName } from './values.ts'

/** What is between the brackets of `a[…]`: a value, a slice, or a tuple of such. */
export function keyOf(node: Node, scope: Scope): unknown {
  const open = node.parts.findIndex(({ kind }) => kind === '[')
  const inner = node.parts.slice(open + 1, -1)
  const keys = listed(inner).map((parts) => oneKey(parts, scope))
  return inner.some(({ kind }) => kind === ',') ? tuple(keys) : keys[0]
}

function oneKey(parts: readonly Node[], scope: Scope): unknown {
  const [first] = parts
  if (!parts.some(({ kind }) => kind === ':')) return scope.machine.evaluate(first as Node, scope)
  const bounds: unknown[] = [null]
  for (const part of parts) {
    if (part.kind === ':') bounds.push(null)
    else bounds[bounds.length - 1] = scope.machine.evaluate(part, scope)
  }
  const [start, stop, step = null] = bounds
  return new PySlice(start, stop, step)
}

/** The indices of a slice of a sequence. */
export function indicesOf({ start, stop, step }: PySlice, length: number): number[] {
  const by = step === null ? 1 : Number(step)
  const place = (bound: unknown, otherwise: number): number => {
    if (bound === null) return otherwise
    const at = Number(bound) < 0 ? Number(bound) + length : Number(bound)
    return Math.min(Math.max(at, by < 0 ? -1 : 0), by < 0 ? length - 1 : length)
  }
  const from = place(start, by < 0 ? length - 1 : 0)
  const to = place(stop, by < 0 ? -1 : length)
  const indices: number[] = []
  for (let i = from; by < 0 ? i > to : i < to; i += by) indices.push(i)
  return indices
}

/** An index from the start. */
function placeIn(items: { readonly length: number }, key: unknown): number {
  if (!isNumber(key)) throw raised('TypeError', `indices must be integers, not ${typeName(key)}`)
  const at = Number(key) < 0 ? Number(key) + items.length : Number(key)
  if (at < 0 || at >= items.length) throw raised('IndexError', 'index out of range')
  return at
}

/** `value[key]` */
export function subscript(value: unknown, key: unknown): unknown {
  if (Array.isArray(value) || typeof value === 'string') return fromSequence(value, key)
  if (value instanceof Map) {
    if (value.has(hashable(key))) return value.get(hashable(key))
    throw raised('KeyError', repr(key))
  }
  if (value instanceof PyObject && value.type.has('__getitem__')) {
    return call(value.type.find('__getitem__'), [value, key])
  }
  // `list[int]` in annotations and bases.
  if (value instanceof PyClass) return value
  throw new TypeError(`a subscript that is not read: of ${typeName(value)}`)
}

function fromSequence(value: readonly unknown[] | string, key: unknown): unknown {
  if (!(key instanceof PySlice)) return value[placeIn(value, key)]
  const items = indicesOf(key, value.length).map((i) => value[i])
  if (typeof value === 'string') return items.join('')
  return isTuple(value) ? tuple(items) : items
}

/** `value[key] = item` */
export function setItem(value: unknown, key: unknown, item: unknown): void {
  if (Array.isArray(value) && !isTuple(value)) {
    if (key instanceof PySlice) {
      const indices = indicesOf(key, value.length)
      value.splice(indices[0] ?? 0, indices.length, ...iterate(item))
    } else value[placeIn(value, key)] = item
  } else if (value instanceof Map) value.set(hashable(key), item)
  else if (value instanceof PyObject && value.type.has('__setitem__'))
    special(value, '__setitem__', key, item)
  else throw new TypeError(`an assignment that is not read: to an item of ${typeName(value)}`)
}

/** `del value[key]` */
export function deleteItem(value: unknown, key: unknown): void {
  if (Array.isArray(value) && !isTuple(value) && !(key instanceof PySlice))
    value.splice(placeIn(value, key), 1)
  else if (value instanceof Map) value.delete(hashable(key))
  else if (value instanceof PyObject && value.type.has('__delitem__')) special(value, '__delitem__', key)
  else throw new TypeError(`a deletion that is not read: of an item of ${typeName(value)}`)
}
