import { type DType, isFloating, isInt32 } from './dtype.ts'

const ranks = { bool: 0, int32: 1, float32: 2, float64: 3 } as const

/** The dtype of a result of two tensors: the larger in bool < int32 < float32 < float64. */
export function promote(a: DType, b: DType): DType {
  return ranks[a] >= ranks[b] ? a : b
}

/** The dtype of a result of a tensor and a number, which raises the kind (bool, integer, float) but not the width; a boolean raises nothing. */
export function promoteScalar(dtype: DType, value: number | boolean): DType {
  if (isFloating(dtype) || typeof value === 'boolean') return dtype
  return isInt32(value) ? 'int32' : 'float32'
}

/** The dtype of functions whose values are real numbers, such as `exp`, `div` and `mean`. */
export function toFloating(dtype: DType): DType {
  return promote(dtype, 'float32')
}

/** The dtype in which values of both dtypes can be compared without rounding. */
export function comparable(a: DType, b: DType): DType {
  const wide = promote(a, b)
  const mixed = wide === 'float32' && (a === 'int32' || b === 'int32')
  return mixed ? 'float64' : wide
}
