/**
 * A file that is not what its format says: damaged, cut off, hostile, or of another format.
 *
 * @example
 * ```ts
 * import { FormatError, openSafetensors } from '@nn/io'
 * const error = await openSafetensors(new Uint8Array(3)).catch((error) => error)
 * error instanceof FormatError // => true
 * error.message // => 'safetensors: expected at least 8 bytes, got 3; is the file cut off?'
 * ```
 */
export class FormatError extends RangeError {
  override readonly name: string = 'FormatError'
}

/** A `FormatError` of the form `where: expected X, got Y; cure`. */
export function malformed(where: string, expected: string, got: string, cure?: string): FormatError {
  return new FormatError(`${where}: expected ${expected}, got ${got}${cure === undefined ? '' : `; ${cure}`}`)
}

/** How a value is shown in a message; long texts are cut. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > 60 ? `${JSON.stringify(value.slice(0, 57))}…` : JSON.stringify(value)
  }
  if (Array.isArray(value))
    return `[${value.slice(0, 12).map(show).join(', ')}${value.length > 12 ? ', …' : ''}]`
  if (typeof value === 'object' && value !== null)
    return `an object of ${value.constructor?.name ?? 'no class'}`
  return typeof value === 'function' ? 'a function' : String(value)
}
