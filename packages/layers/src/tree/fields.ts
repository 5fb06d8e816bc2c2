import { isPlain, wrongKind, wrongValue } from '@nn/check'
import { isModule, isParameter, isStateBuffer, type ModuleField } from './nodes.ts'

/** A value below a module, and what its name is made of. */
interface Entry {
  readonly name: string
  readonly value: unknown
  /** The error of this name, to be thrown if the value or one in it is a module, a parameter or a buffer. */
  readonly refusal: (() => Error) | undefined
}

/**
 * The modules, parameters and buffers among the own enumerable fields, by name: also those in arrays, plain objects and maps, and in such
 * within such, which name theirs `blocks.0` and `heads.left`. An array, object or map that is met again is passed over, so that none is
 * walked for ever.
 *
 * @throws RangeError if a name is empty or has a dot, TypeError if one is in a Set, which gives it no name, or under a key that is none.
 */
export function fieldsOf(module: object): [name: string, field: ModuleField][] {
  const fields: [string, ModuleField][] = []
  let met: Set<object> | undefined
  for (const name of Object.keys(module)) {
    const value: unknown = Reflect.get(module, name)
    if (!isObject(value)) continue
    if (isField(value) && isName(name)) {
      fields.push([name, value])
      continue
    }
    met ??= new Set([module])
    const refusal = refusalOf(module.constructor.name, name, undefined)
    collect(module, { name, value, refusal }, met, fields)
  }
  return fields
}

/** Adds the fields of an entry: itself, or those in it. */
function collect(module: object, first: Entry, met: Set<object>, fields: [string, ModuleField][]): void {
  const rest = [first]
  for (let entry = rest.pop(); entry !== undefined; entry = rest.pop()) {
    const { name, value, refusal } = entry
    if (isField(value)) {
      if (refusal !== undefined) throw refusal()
      fields.push([name, value])
    } else if (!met.has(value as object)) {
      const entries = partsOf(module.constructor.name, entry)
      if (entries.length > 0) met.add(value as object)
      for (let i = entries.length - 1; i >= 0; i--) rest.push(entries[i] as Entry)
    }
  }
}

function isField(value: unknown): value is ModuleField {
  return isModule(value) || isParameter(value) || isStateBuffer(value)
}

/** What an array, a plain object, a map or a set holds; nothing of other values. */
function partsOf(where: string, { name, value, refusal }: Entry): Entry[] {
  if (Array.isArray(value)) {
    const entries: Entry[] = []
    // Numbers and texts, of which there may be many, get no names.
    for (const [i, item] of value.entries())
      if (isObject(item)) entries.push({ name: `${name}.${i}`, value: item, refusal })
    return entries
  }
  if (value instanceof Map) return entriesIn(where, [...value], name, refusal)
  if (value instanceof Set) {
    const unnamed = (): Error => wrongKind(where, `${name} to name its parts`, value, 'use an array or a Map')
    return [...value].map((item) => ({ name, value: item, refusal: refusal ?? unnamed }))
  }
  return isPlain(value) ? entriesIn(where, Object.entries(value), name, refusal) : []
}

/** What is under keys, as far as it can hold something. */
function entriesIn(
  where: string,
  entries: readonly (readonly [key: unknown, value: unknown])[],
  of: string | undefined,
  refusal?: Entry['refusal'],
): Entry[] {
  return entries
    .filter(([, value]) => isObject(value))
    .map(([key, value]) => {
      const name = of === undefined ? String(key) : `${of}.${String(key)}`
      return { name, value, refusal: refusal ?? refusalOf(where, key, of) }
    })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Whether a text can be a name in a path. */
function isName(text: string): boolean {
  return text !== '' && !text.includes('.')
}

/** The error of a key that cannot be a name in a path. */
function refusalOf(where: string, key: unknown, of: string | undefined): Entry['refusal'] {
  const place = of === undefined ? where : `${where} ${of}`
  if (typeof key !== 'string' && !Number.isSafeInteger(key)) {
    return () => wrongKind(place, 'names to be texts or integers', key)
  }
  if (isName(String(key))) return undefined
  return () => wrongValue(place, 'names without dots', key, 'a dot joins the names of a path')
}
