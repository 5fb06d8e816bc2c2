import { message } from '@nn/check'

/** Numbers of an array. */
type Numbers = ArrayLike<number>

/**
 * Throws if a number that is finite became infinite by rounding: what overflows is an error, in whichever direction it goes, and no
 * infinity that nobody stored.
 */
export function checkFinite(where: string, dtype: string, from: Numbers, to: Numbers): void {
  for (let i = 0; i < to.length; i++) {
    if (!Number.isFinite(to[i]) && Number.isFinite(from[i])) tooLarge(where, dtype, Number(from[i]))
  }
}

/** Throws unless all numbers, truncated, are integers of 32 bits. */
export function checkInt32(where: string, from: Numbers): void {
  for (let i = 0; i < from.length; i++) {
    const whole = Math.trunc(Number(from[i]))
    if ((whole | 0) !== whole) tooLarge(where, 'int32', Number(from[i]))
  }
}

/** The error of a number that is too large for a dtype. */
export function tooLarge(where: string, dtype: string, value: number): never {
  const cure = 'take a wider dtype, or scale it first'
  throw new RangeError(message(where, `values in the range of ${dtype}`, String(value), cure))
}
