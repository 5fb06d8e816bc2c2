import type { HalfType } from '../numerics/half.ts'
import { FLOATS, instance } from './check.ts'
import type { FloatArray } from './rng.ts'

/** The type in which a fill computes. */
export interface DtypeOptions {
  /**
   * `'bfloat16'` or `'float16'`: as the framework computes in that type; `out` is then a Float32Array and takes the rounded
   * values. Default: the type of `out`.
   */
  readonly dtype?: HalfType
}

/** A float array that takes the values of the dtype. */
export function checkFloats(where: string, out: FloatArray, dtype: HalfType | undefined): void {
  instance(where, out, dtype === undefined ? FLOATS : [Float32Array])
  if (dtype !== undefined && dtype !== 'bfloat16' && dtype !== 'float16')
    throw new RangeError(`${where}: expected dtype 'bfloat16' or 'float16', got ${String(dtype)}`)
}
