import { isDType } from './dtype.ts'

/**
 * A shape that does not fit: the error of every operation whose operands' shapes disagree.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ShapeError } from '@nn/tensor'
 * new ShapeError('add: …') instanceof RangeError // => true
 * cpu.ones([2, 4]).add(cpu.ones([3])) // throws /^add: expected shapes that broadcast/
 * ```
 */
export class ShapeError extends RangeError {
  override readonly name: string = 'ShapeError'
}

/** `where: expected X, got Y; cure`. */
export function message(where: string, expected: string, got: string, cure?: string): string {
  const complaint = `${where}: expected ${expected}, got ${got}`
  return cure === undefined ? complaint : `${complaint}; ${cure}`
}

/** How a value of any kind is shown in an error. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${value}n`
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `an instance of ${value.constructor?.name ?? 'no class'}`
  return Object.is(value, -0) ? '-0' : String(value)
}

/** Throws unless `value` names a dtype. */
export function checkDType(where: string, value: unknown): void {
  if (!isDType(value)) {
    throw new TypeError(message(where, "the dtype 'float32', 'float64', 'int32' or 'bool'", show(value)))
  }
}
