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
  const { training } = module
  hide(copy, { training })
  return copy
}

/**
 * A copy of a field's value: what has `clone()` is cloned, arrays, maps and plain objects are copied with all they hold, and
 * anything else (numbers, functions, objects of other classes) is shared.
 */
function copyValue(value: unknown, copyOf: CopyOf, copies: Copies): unknown {
  if (typeof value !== 'object' || value === null) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  const inner = (item: unknown): unknown => copyValue(item, copyOf, copies)
  // It has noted its copy itself, before its fields were copied.
  if (isModule(value) && !hasOwnClone(value)) return copyModule(value, copyOf, copies)
  const copy = copyObject(value, copyOf, inner)
  if (Object.isFrozen(value)) Object.freeze(copy)
  copies.set(value, copy)
  return copy
}

function copyObject(value: object, copyOf: CopyOf, inner: (item: unknown) => unknown): object {
  if (isParameter(value) || isStateBuffer(value)) return copyOf(value)
  if (Array.isArray(value)) return value.map(inner)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, inner(item)]))
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inner(item)]))
  }
  return 'clone' in value && typeof value.clone === 'function' ? value.clone() : value
}

/** Whether a class has its own `clone`: another one than the last class above it, which is the Module of its copy of the package. */
function hasOwnClone(module: Module): boolean {
  let base: object = module
  for (let next = base; next !== null && next !== Object.prototype; next = Object.getPrototypeOf(next))
    base = next
  return module.clone !== Reflect.get(base, 'clone')
}
