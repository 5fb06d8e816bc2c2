import { integer, message, show } from '@nn/check'
import type { FloatArray } from '../../stream/rng.ts'
import { checkOut, FLOATS } from '../../stream/targets.ts'
import type { TorchArray } from './integers.ts'
import { type Placement, placementOf, scatter } from './layout.ts'
import type { TorchFloat } from './rules.ts'
import type { TensorOptions } from './torch-rng.ts'

/** The type of the tensor that a float array stands for. */
export function floatType(where: string, out: TorchArray, dtype: TorchFloat | undefined): TorchFloat {
  checkOut(where, out, FLOATS)
  const own = out instanceof Float64Array ? 'float64' : 'float32'
  const half = own === 'float32' && (dtype === 'bfloat16' || dtype === 'float16')
  if (dtype === undefined || dtype === own || half) return dtype ?? own
  const choices = own === 'float64' ? '"float64"' : '"float32", "bfloat16" or "float16"'
  throw new RangeError(message(where, `dtype ${choices} in a ${out.constructor.name}`, show(dtype)))
}

/** Fills the elements at their places: at once where they lie together, else through an array in memory order. */
export function fillPlaces<T extends TorchArray>(
  where: string,
  out: T,
  options: TensorOptions | undefined,
  fill: (values: T, placement: Placement) => void,
): T {
  const placement = placementOf(where, out.length, options?.layout)
  const { contiguous, offset, count } = placement
  if (contiguous) {
    fill(out.subarray(offset, offset + count) as T, placement)
    return out
  }
  const values = out.slice(0, count) as T
  fill(values, placement)
  scatter(values, out, placement)
  return out
}

/** The checked rows and columns of a matrix that fills the array. */
export function matrixOf(where: string, out: FloatArray, shape: unknown): [rows: number, columns: number] {
  const [rows, columns]: readonly unknown[] = Array.isArray(shape) && shape.length === 2 ? shape : []
  if (typeof rows === 'number' && typeof columns === 'number' && rows * columns === out.length)
    return [integer(where, 'rows', rows, 0), integer(where, 'columns', columns, 0)]
  throw new RangeError(message(where, `shape [rows, columns] of ${out.length} elements`, show(shape)))
}
