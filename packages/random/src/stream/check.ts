/** Assertions that return the value; messages in the form `where: expected X, got Y; cure`. */

/** How a value is shown in a message. */
export function show(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return value.constructor?.name ?? 'an object'
  return Object.is(value, -0) ? '-0' : String(value)
}

/** A finite number. */
export function finite(where: string, name: string, value: unknown): number {
  if (typeof value !== 'number')
    throw new TypeError(`${where}: expected ${name} to be a number, got ${show(value)}`)
  if (!Number.isFinite(value)) throw new RangeError(`${where}: expected ${name} to be finite, got ${value}`)
  return value
}

/** A number, possibly infinite, not NaN. */
export function bound(where: string, name: string, value: unknown): number {
  if (typeof value !== 'number')
    throw new TypeError(`${where}: expected ${name} to be a number, got ${show(value)}`)
  if (Number.isNaN(value)) throw new RangeError(`${where}: expected ${name} to be a number, got NaN`)
  return value
}

/** An integer of [low, high]. */
export function integer(where: string, name: string, value: unknown, low: number, high: number): number {
  if (typeof value !== 'number')
    throw new TypeError(`${where}: expected ${name} to be an integer, got ${show(value)}`)
  if (!Number.isInteger(value) || value < low || value > high)
    throw new RangeError(
      `${where}: expected ${name} to be an integer of [${low}, ${high}], got ${show(value)}`,
    )
  return value
}

/** A standard deviation: finite and not negative. */
export function deviation(where: string, value: unknown): number {
  const std = finite(where, 'std', value)
  if (std < 0) throw new RangeError(`${where}: expected std >= 0, got ${std}`)
  return std
}

/** `low < high`, as numbers and as elements of the array that is filled. */
export function ordered(where: string, low: number, high: number, as = ''): void {
  if (!(low < high))
    throw new RangeError(`${where}: expected low < high${as}, got low ${low} and high ${high}`)
}

/** Classes of arrays. */
export type Kinds = readonly { new (...args: never[]): unknown; readonly name: string }[]

/** The kinds of FloatArray. */
export const FLOATS: Kinds = [Float32Array, Float64Array]

/** The kinds of NumericArray. */
export const NUMBERS: Kinds = [
  ...FLOATS,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
]

/** An instance of one of the kinds. */
export function instance(where: string, value: unknown, kinds: Kinds): void {
  if (kinds.some((kind) => value instanceof kind)) return
  const names = kinds.map((kind) => kind.name).join(' or ')
  throw new TypeError(`${where}: expected out to be a ${names}, got ${show(value)}`)
}

/** The stream index of the last element of a fill must stay a safe integer. */
export function startOf(where: string, start: unknown, length: number): number {
  return integer(where, 'start', start, 0, Number.MAX_SAFE_INTEGER - length)
}
