/**
 * A parameter was read before it had values.
 *
 * @example
 * ```ts
 * import { Dense, NotReadyError } from '@nn/layers'
 * const dense = new Dense(8)
 * dense.weight.data // throws /weight: expected values, got a parameter that is declared/
 * new NotReadyError('…') instanceof Error // => true
 * ```
 */
export class NotReadyError extends Error {
  override readonly name: string = 'NotReadyError'
}
