import { integer, message, show } from '@nn/check'

/** Throws unless a shape is an array of lengths, integers >= 0. */
export function checkShape(where: string, shape: unknown): void {
  if (!Array.isArray(shape)) throw new TypeError(message(where, 'a shape', show(shape)))
  for (const length of shape) integer(where, 'a length', length, 0)
}

/** Whether all lengths of a shape are known. */
export function isKnownShape(shape: readonly (number | null)[]): shape is readonly number[] {
  return !shape.includes(null)
}
