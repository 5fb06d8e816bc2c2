import { flag, integer, message, number, oneOf, show } from '@nn/check'
import type { Rng } from '@nn/random'
import type { Backend, DType } from '@nn/tensor'

/** One number for all axes of the kernel, or one for each. */
export type PerAxis = number | readonly number[]

const DTYPES: readonly DType[] = ['float32', 'float64', 'int32', 'bool']

/** The option `dtype`; `'float32'` where it is left out. */
export function dtypeOf(where: string, value: DType | undefined): DType {
  return value === undefined ? 'float32' : oneOf(where, 'dtype', value, DTYPES)
}

/** A flag whose value is part of a layer's type; B of a flag that is left out is the type of its default. */
export function flagOf<B extends boolean>(
  where: string,
  name: string,
  value: B | undefined,
  fallback: boolean,
): B {
  return flag(where, name, value === undefined ? fallback : value) as B
}

/** A length that may be left to the first input: then null. */
export function lengthOf(where: string, name: string, value: unknown): number | null {
  return value === undefined ? null : integer(where, name, value, 0)
}

/** A number of at least 0; Infinity is one. */
export function atLeastZero(where: string, name: string, value: unknown): number {
  const checked = number(where, name, value)
  if (checked >= 0) return checked
  throw new RangeError(message(where, `${name} >= 0`, show(value)))
}

/** Throws unless what `name` counts divides what `whole` counts. */
export function divides(where: string, name: string, parts: number, whole: string, count: number): void {
  if (count % parts === 0) return
  throw new RangeError(message(where, `${name} to divide ${whole} ${count}`, String(parts)))
}

/** An integer of at least `least` for each of `rank` axes; one number is meant for all. */
export function perAxis(
  where: string,
  name: string,
  value: unknown,
  rank: number,
  least: 0 | 1,
): readonly number[] {
  if (!Array.isArray(value)) return new Array<number>(rank).fill(integer(where, name, value, least))
  if (value.length !== rank) {
    throw new RangeError(message(where, `${name} to be one number or ${rank}`, show(value)))
  }
  return Object.freeze(value.map((item) => integer(where, name, item, least)))
}

/** A stream, or none. */
export function optionalRng(where: string, value: Rng | undefined): Rng | undefined {
  if (value === undefined || typeof Object(value).at === 'function') return value
  throw new TypeError(message(where, 'rng to be a stream', show(value), 'pass { rng: createRng(42) }'))
}

/** A backend, or none. */
export function optionalBackend(where: string, value: Backend | undefined): Backend | undefined {
  if (value === undefined || typeof Object(value).tensor === 'function') return value
  throw new TypeError(message(where, 'a backend such as cpu', show(value), 'pass { backend: cpu }'))
}
