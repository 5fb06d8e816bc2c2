import { nearest } from './nearest.ts'

/** How a value is shown in a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return `the function ${value.name === '' ? '(anonymous)' : value.name}`
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `an object of ${value.constructor?.name ?? 'no class'}`
  return Object.is(value, -0) ? '-0' : String(value)
}

/** A number that is not NaN. */
export function number(where: string, name: string, value: unknown): number {
  if (typeof value !== 'number') {
    throw new TypeError(`${where}: expected ${name} to be a number, got ${show(value)}`)
  }
  if (Number.isNaN(value)) throw new RangeError(`${where}: expected ${name} to be a number, got NaN`)
  return value
}

/** A finite number. */
export function finite(where: string, name: string, value: unknown): number {
  if (!Number.isFinite(number(where, name, value))) {
    throw new RangeError(`${where}: expected ${name} to be finite, got ${value}`)
  }
  return value as number
}

/** A finite number above 0. */
export function positive(where: string, name: string, value: unknown): number {
  if (!(finite(where, name, value) > 0)) {
    throw new RangeError(`${where}: expected ${name} > 0, got ${show(value)}`)
  }
  return value as number
}

/** An integer of at least `least`. */
export function integer(
  where: string,
  name: string,
  value: unknown,
  least: number = Number.NEGATIVE_INFINITY,
): number {
  if (Number.isInteger(finite(where, name, value)) && (value as number) >= least) return value as number
  const bound = least === Number.NEGATIVE_INFINITY ? '' : ` >= ${least}`
  throw new RangeError(`${where}: expected ${name} to be an integer${bound}, got ${show(value)}`)
}

/** A number of [low, high]. */
export function within(where: string, name: string, value: unknown, low: number, high: number): number {
  if (low <= finite(where, name, value) && (value as number) <= high) return value as number
  throw new RangeError(`${where}: expected ${name} in [${low}, ${high}], got ${show(value)}`)
}

/** A boolean. */
export function flag(where: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new TypeError(`${where}: expected ${name} to be true or false, got ${show(value)}`)
}

/** A standard deviation: finite and at least 0. */
export function deviation(where: string, value: unknown): number {
  if (finite(where, 'std', value) < 0) throw new RangeError(`${where}: expected std >= 0, got ${value}`)
  return value as number
}

/** `low < high`. */
export function ordered(where: string, low: number, high: number): void {
  if (!(low < high)) {
    throw new RangeError(`${where}: expected low < high, got low ${show(low)} and high ${show(high)}`)
  }
}

/** One of the names. */
export function oneOf<T extends string>(where: string, name: string, value: unknown, names: readonly T[]): T {
  if (names.includes(value as T)) return value as T
  const expected = `${where}: expected ${name} to be one of ${names.join(', ')}, got ${show(value)}`
  if (typeof value !== 'string') throw new TypeError(expected)
  throw new RangeError(`${expected}; did you mean ${show(nearest(value, names)[0])}?`)
}
