/** One number for all axes of the kernel, or one for each. */
export type PerAxis = number | readonly number[]

/** An integer of at least 0. */
export function count(where: string, name: string, value: unknown): number {
  if (typeof value !== 'number') {
    throw new TypeError(`${where}: expected ${name} to be a number, got ${String(value)}`)
  }
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${where}: expected ${name} to be an integer >= 0, got ${value}`)
  }
  return value
}

/** An integer of at least 1. */
export function positiveCount(where: string, name: string, value: unknown): number {
  if (count(where, name, value) === 0) throw new RangeError(`${where}: expected ${name} >= 1, got 0`)
  return value as number
}

/** True or false. */
export function flag(where: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new TypeError(`${where}: expected ${name} to be true or false, got ${String(value)}`)
}

/** A number in [low, high], both included. */
export function numberWithin(
  where: string,
  name: string,
  value: unknown,
  [low, high]: readonly [number, number],
): number {
  if (typeof value !== 'number') {
    throw new TypeError(`${where}: expected ${name} to be a number, got ${String(value)}`)
  }
  if (value >= low && value <= high) return value
  throw new RangeError(`${where}: expected ${name} in [${low}, ${high}], got ${value}`)
}

/** A finite number above 0. */
export function positiveNumber(where: string, name: string, value: unknown): number {
  if (typeof value !== 'number') {
    throw new TypeError(`${where}: expected ${name} to be a number, got ${String(value)}`)
  }
  if (value > 0 && Number.isFinite(value)) return value
  throw new RangeError(`${where}: expected a finite ${name} > 0, got ${value}`)
}

/** One of the names. */
export function choice<T extends string>(
  where: string,
  name: string,
  value: unknown,
  names: readonly T[],
): T {
  if (names.includes(value as T)) return value as T
  const expected = `${where}: expected ${name} to be one of ${names.join(', ')}, got ${String(value)}`
  throw typeof value === 'string' ? new RangeError(expected) : new TypeError(expected)
}

/** An integer of at least `least` for each of `rank` axes; one number is meant for all. */
export function perAxis(
  where: string,
  name: string,
  value: unknown,
  rank: number,
  least: 0 | 1,
): readonly number[] {
  const check = least === 0 ? count : positiveCount
  if (!Array.isArray(value)) return new Array<number>(rank).fill(check(where, name, value))
  if (value.length !== rank) {
    throw new RangeError(`${where}: expected ${name} to be one number or ${rank}, got [${value.join(', ')}]`)
  }
  return Object.freeze(value.map((item) => check(where, name, item)))
}
