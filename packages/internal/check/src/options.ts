import { wrongKind } from './message.ts'
import { didYouMean } from './nearest.ts'

type KeyOf<T> = T extends unknown ? keyof T : never

/** Each option of T by its name: a name that T gains or loses does not compile. */
export type OptionNames<T> = Readonly<Record<KeyOf<T>, true>>

/**
 * Throws unless `options` is left out or is a plain object whose members all have one of the names: a misspelt option is no
 * silent default, and nothing else is taken for options.
 *
 * @throws TypeError, with the nearest name.
 */
export function checkOptions<T extends object>(
  where: string,
  options: T | undefined,
  names: OptionNames<T>,
): void {
  if (options !== undefined) checkGiven(where, options, names)
}

/** As `checkOptions`, of an object that has to be given. */
export function checkGiven<T extends object>(where: string, options: T, names: OptionNames<T>): void {
  if (!isPlain(options)) throw wrongKind(where, 'an options object', options)
  for (const name in options) if (!Object.hasOwn(names, name)) throw unknownOption(where, name, names)
}

function unknownOption(where: string, name: string, names: object): TypeError {
  const known = Object.keys(names)
  return known.length === 0
    ? wrongKind(where, 'no options', name)
    : wrongKind(where, `options ${known.join(', ')}`, name, cureOf(name, known))
}

/** The nearest name, but for a seed, which no name is near to. */
function cureOf(name: string, known: readonly string[]): string {
  const isSeed = name === 'seed' && !known.some((other) => other.toLowerCase().includes(name))
  return isSeed ? 'a seed makes a stream: rng: createRng(42)' : didYouMean(name, known)
}

/** An object literal, also one of another realm, of JSON or without a prototype; no array, no instance of a class. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}

/** The names of a record, by their type: of a table with a row for each name of a union. */
export function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(table) as K[]
}
