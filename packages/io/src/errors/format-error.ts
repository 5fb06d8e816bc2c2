import { message } from '@nn/check'

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

/** A `FormatError` in the form of every error: `where: expected X, got Y; cure`. */
export function malformed(
  where: string,
  expected: string,
  got: string | number | bigint,
  cure?: string,
): FormatError {
  return new FormatError(message(where, expected, String(got), cure))
}
