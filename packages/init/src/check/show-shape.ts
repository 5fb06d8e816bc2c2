/**
 * A shape as messages and tables show it; `?` for a length that is not known yet.
 *
 * @example
 * ```ts
 * import { showShape } from '@nn/init'
 * showShape([8, null]) // => '[8, ?]'
 * ```
 */
export function showShape(shape: readonly (number | null)[]): string {
  return `[${shape.map((length) => length ?? '?').join(', ')}]`
}
