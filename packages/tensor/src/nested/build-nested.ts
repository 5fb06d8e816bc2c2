import type { DType, TensorData } from '../dtype/dtype.ts'
import { sizeOf } from '../shape/shape.ts'
import type { Nested } from './parse-nested.ts'

/** The nested array of row-major `data`; booleans for bool. */
export function buildNested(data: TensorData, shape: readonly number[], dtype: DType): Nested {
  const leaf = (value: number): Nested => (dtype === 'bool' ? value !== 0 : value)
  const [length, ...rest] = shape
  if (length === undefined) return leaf(data[0] ?? 0)
  if (rest.length === 0) return Array.from(data, leaf)
  const step = sizeOf(rest)
  return Array.from({ length }, (_, i) => buildNested(data.subarray(i * step, (i + 1) * step), rest, dtype))
}
