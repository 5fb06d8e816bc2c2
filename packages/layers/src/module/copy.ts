import { isPlain } from '@nn/check'
import { markOf } from '../initialize/streams.ts'
import { hide, isModule, isParameter, isStateBuffer, type ParameterOrBuffer } from '../tree/nodes.ts'
import type { Module } from './module.ts'

/** Makes the copy of a parameter or buffer. */
type CopyOf = (original: ParameterOrBuffer) => object

/** Copies made so far, by their originals: what is shared in the original is shared in the copy. */
type Copies = Map<object, object>

/**
 * A copy of a module, made of copies of its fields: no constructor runs. Modules below whose class has a `clone` of its own are left
 * to it.
 */
export function copyModule<M extends Module>(module: M, copyOf: CopyOf, copies: Copies = new Map()): M {
  const copy: M = Object.create(Object.getPrototypeOf(module))
  copies.set(module, copy)
  for (const key of Reflect.ownKeys(module)) {
    const field = Object.getOwnPropertyDescriptor(module, key)
    if (field === undefined || key === '$state') continue
    const value = copyValue(field.value, copyOf, copies)
    Object.defineProperty(copy, key, 'value' in field ? { ...field, value } : field)
  }
  const { training, parameters } = module.$state
  hide(copy, {
    training,
    parameters: copyValue(parameters, copyOf, copies),
    mark: markOf(module.$state),
  })
  return copy
}

/**
 * A copy of a field's value: what has `clone()` is cloned, arrays, maps, sets and plain objects are copied with all they hold, and
 * anything else (numbers, functions, backends, objects of other classes) is shared.
 */
function copyValue(value: unknown, copyOf: CopyOf, copies: Copies): unknown {
  if (typeof value !== 'object' || value === null) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  // It notes its copy itself, before its fields are copied.
  if (isModule(value) && !hasOwnClone(value)) return copyModule(value, copyOf, copies)
  const own = ownCopy(value, copyOf)
  const copy = own ?? emptyCopy(value)
  if (copy === undefined) return value
  // Before what it holds is copied, in which it may be met again.
  copies.set(value, copy)
  if (isParameter(copy) && copy.weight !== undefined) {
    Object.assign(copy.$state, { weight: copyValue(copy.weight, copyOf, copies) })
  }
  if (own === undefined) fill(copy, value, (item) => copyValue(item, copyOf, copies))
  if (Object.isFrozen(value)) Object.freeze(copy)
  return copy
}

/** The copy of what knows how to make its own. */
function ownCopy(value: object, copyOf: CopyOf): object | undefined {
  if (isParameter(value) || isStateBuffer(value)) return copyOf(value)
  return 'clone' in value && typeof value.clone === 'function' ? value.clone() : undefined
}

/** What the copies of what an array, a map, a set or a plain object holds are put into; none for anything else, such as a backend. */
function emptyCopy(value: object): object | undefined {
  if ('tensor' in value && typeof value.tensor === 'function') return undefined
  if (Array.isArray(value)) return new Array(value.length)
  if (value instanceof Map) return new Map()
  if (value instanceof Set) return new Set()
  return isPlain(value) ? Object.create(Object.getPrototypeOf(value)) : undefined
}

/** Copies what an array, a map, a set or a plain object holds into its empty copy. */
function fill(copy: object, value: object, inner: (item: unknown) => unknown): void {
  if (copy instanceof Map && value instanceof Map) for (const [key, item] of value) copy.set(key, inner(item))
  else if (copy instanceof Set && value instanceof Set) for (const item of value) copy.add(inner(item))
  else if (Array.isArray(copy) && Array.isArray(value)) {
    for (const [i, item] of value.entries()) copy[i] = inner(item)
  } else if (isPlain(copy)) {
    for (const [name, item] of Object.entries(value)) {
      Object.defineProperty(copy, name, {
        value: inner(item),
        writable: true,
        enumerable: true,
        configurable: true,
      })
    }
  }
}

/** Whether a class has its own `clone`: another one than the last class above it, which is the Module of its copy of the package. */
export function hasOwnClone(module: Module): boolean {
  let base: object = module
  for (let next = base; next !== null && next !== Object.prototype; next = Object.getPrototypeOf(next))
    base = next
  return module.clone !== Reflect.get(base, 'clone')
}
