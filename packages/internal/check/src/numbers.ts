import { message, wrongKind, wrongValue } from './message.ts'
import { didYouMean } from './nearest.ts'
import { show } from './show.ts'

// Assertions that return the value. A wrong kind is a TypeError, a wrong value a RangeError.

/** A number that is not NaN. */
export function number(where: string, name: string, value: unknown): number {
  if (typeof value === 'number' && !Number.isNaN(value)) return value
  const wrong = typeof value === 'number' ? wrongValue : wrongKind
  throw wrong(where, `${name} to be a number`, value)
}

/** A finite number. */
export function finite(where: string, name: string, value: unknown): number {
  const checked = number(where, name, value)
  if (Number.isFinite(checked)) return checked
  throw wrongValue(where, `${name} to be finite`, value)
}

/** A finite number above 0. */
export function positive(where: string, name: string, value: unknown): number {
  const checked = finite(where, name, value)
  if (checked > 0) return checked
  throw wrongValue(where, `${name} > 0`, value)
}

/** A safe integer of at least `least` and at most `most`. */
export function integer(
  where: string,
  name: string,
  value: unknown,
  least: number = Number.MIN_SAFE_INTEGER,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  const checked = finite(where, name, value)
  if (Number.isInteger(checked) && least <= checked && checked <= most) return checked
  throw wrongValue(where, `${name} to be an integer${range(least, most)}`, value)
}

function range(least: number, most: number): string {
  if (most !== Number.MAX_SAFE_INTEGER) return ` of [${least}, ${most}]`
  return least === Number.MIN_SAFE_INTEGER ? '' : ` >= ${least}`
}

/** A number of [low, high]. */
export function within(where: string, name: string, value: unknown, low: number, high: number): number {
  const checked = finite(where, name, value)
  if (low <= checked && checked <= high) return checked
  throw wrongValue(where, `${name} in [${low}, ${high}]`, value)
}

/** True or false. */
export function flag(where: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw wrongKind(where, `${name} to be true or false`, value)
}

/** A standard deviation: finite and at least 0. */
export function deviation(where: string, value: unknown): number {
  const std = finite(where, 'std', value)
  if (std >= 0) return std
  throw wrongValue(where, 'std >= 0', value)
}

/** `low < high`; `as` says in which form, such as ` as float32`. */
export function ordered(where: string, low: number, high: number, as: string = ''): void {
  if (low < high) return
  throw new RangeError(message(where, `low < high${as}`, `low ${show(low)} and high ${show(high)}`))
}

/** One of the names. */
export function oneOf<T extends string>(where: string, name: string, value: unknown, names: readonly T[]): T {
  const found = names.find((candidate) => candidate === value)
  if (found !== undefined) return found
  const expected = `${name} to be one of ${names.join(', ')}`
  if (typeof value !== 'string') throw wrongKind(where, expected, value)
  throw wrongValue(where, expected, value, didYouMean(value, names))
}
