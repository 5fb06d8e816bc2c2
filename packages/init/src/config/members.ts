import { checkOptions, isPlain, message, nearest, show } from '@nn/check'
import type { Initializer } from '../initializer/initializer.ts'

/** The options of all classes of other libraries. */
type Name =
  | 'distribution'
  | 'factor_type'
  | 'fan_out_only'
  | 'forget_bias'
  | 'gain'
  | 'input_axes'
  | 'magnitude'
  | 'max'
  | 'maxval'
  | 'mean'
  | 'min'
  | 'minval'
  | 'mode'
  | 'output_axes'
  | 'periodic'
  | 'rand_type'
  | 'rnd_type'
  | 'scale'
  | 'scaling'
  | 'side'
  | 'sigma'
  | 'slope'
  | 'std'
  | 'stddev'
  | 'value'
  | 'window'

/** Members of parsed JSON. Their values have no type to rely on: the factory that takes one checks it, and says what it expects. */
export type Members = Readonly<Record<Name, never>>

/** The options of another library's class, and the initializer of them. */
export type Reader = readonly [names: readonly Name[], read: (members: Members) => Initializer]

/** Classes by name. */
export type Readers = Readonly<Record<string, Reader>>

/** Whether a value has members by name. */
export function isMembers(value: unknown): value is Members {
  return isPlain(value)
}

/** JSON that may be text still. @throws TypeError if the text is no JSON. */
export function parsed(where: string, json: unknown): unknown {
  if (typeof json !== 'string') return json
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new TypeError(message(where, 'JSON', show(json)), { cause })
  }
}

/** One of a table, by its name. @throws RangeError with the nearest name. */
export function named<T>(table: Readonly<Record<string, T>>, name: string, expected: string, got: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  if (found !== undefined) return found
  const cure = `did you mean ${show(nearest(name, Object.keys(table))[0])}?`
  throw new RangeError(message('fromJSON', expected, got, cure))
}

/** Throws unless options are members of these names. */
export function checkMembers(
  where: string,
  options: unknown,
  names: readonly Name[],
): asserts options is Members {
  if (!isMembers(options)) throw new TypeError(message(where, 'an options object', show(options)))
  checkOptions<object>(where, options, Object.fromEntries(names.map((name) => [name, true])))
}

/** The initializer of a class's options. @throws TypeError if they are none, or one is not known. */
export function readMembers(where: string, options: unknown, [names, read]: Reader): Initializer {
  checkMembers(where, options, names)
  return read(options)
}
