/** What copies itself: tensors, streams, parameters, buffers, modules. */
interface Cloneable {
  clone(): object
}

/** Copies made so far, by their originals: what is shared in the original is shared in the copy. */
export type Copies = Map<object, unknown>

/**
 * A copy of a field's value: what has `clone()` is cloned, arrays, maps and plain objects are copied with all they hold, and
 * anything else (numbers, functions, objects of other classes) is shared.
 */
export function copyValue(value: unknown, copies: Copies, cloneOf: (original: Cloneable) => object): unknown {
  if (typeof value !== 'object' || value === null) return value
  const copy = copies.get(value)
  if (copy !== undefined) return copy
  const inner = (item: unknown) => copyValue(item, copies, cloneOf)
  if (Array.isArray(value)) return keep(value, value.map(inner), copies)
  if (value instanceof Map) return keep(value, new Map([...value].map(([k, v]) => [k, inner(v)])), copies)
  if (Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).map(([name, item]) => [name, inner(item)])
    return keep(value, Object.fromEntries(entries), copies)
  }
  return 'clone' in value && typeof value.clone === 'function'
    ? keep(value, cloneOf(value as Cloneable), copies)
    : value
}

/** Throws if a class between this one and Module has #private members, which only its own code can copy. */
export function checkCopyable(where: string, module: object, base: object): void {
  for (let type = module.constructor; type !== base; type = Object.getPrototypeOf(type)) {
    if (!PRIVATE.test(Function.prototype.toString.call(type).replace(NO_CODE, ''))) continue
    const expected = `expected fields to copy, got #private members of ${type.name}`
    throw new TypeError(`${where}: ${expected}; make them fields, or give ${type.name} a clone() of its own`)
  }
}

/** Comments and strings. */
const NO_CODE = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g

const PRIVATE = /#[\p{ID_Start}_$]/u

function keep<T extends object>(original: object, copy: T, copies: Copies): T {
  if (Object.isFrozen(original)) Object.freeze(copy)
  copies.set(original, copy)
  return copy
}
