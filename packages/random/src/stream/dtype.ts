import { oneOf } from '@nn/check'
import type { HalfType } from '../numerics/half.ts'
import type { FloatArray } from './rng.ts'
import { checkOut } from './targets.ts'

/** The type in which a fill computes. */
export interface DtypeOptions {
  /**
   * `'bfloat16'` or `'float16'`: as the framework computes in that type; `out` is then a Float32Array and takes the rounded
   * values. Default: the type of `out`.
   */
  readonly dtype?: HalfType
}

const HALVES = ['bfloat16', 'float16'] as const

/** The checked dtype; a half type's values lie in a Float32Array. */
export function halfTypeOf(
  where: string,
  out: FloatArray,
  options: DtypeOptions | undefined,
): HalfType | undefined {
  if (options?.dtype === undefined) return undefined
  checkOut(where, out, [Float32Array])
  return oneOf(where, 'dtype', options.dtype, HALVES)
}
