import { checkDType, type DType, type TensorData } from '../dtype/dtype.ts'
import { checkTruncatable } from '../dtype/storable.ts'
import { checkStorage } from '../operands/check-storage.ts'
import { isContiguous, reshape as reshapeLayout } from '../shape/layout.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { resultLike, view } from './results.ts'

/** `x` with `dtype`: `x` itself if it has it; floats are truncated towards zero for int32. */
export function castTo(x: Tensor, dtype: DType): Tensor {
  checkStorage(x)
  if (x.dtype === dtype) return x
  if (dtype === 'int32' && x.dtype !== 'bool') checkTruncatable('cast', contiguousData(x))
  return copyAs(x, dtype)
}

/** A copy of `x` with `dtype`. */
export function cast(x: Tensor, dtype: DType): Tensor {
  checkDType('cast', dtype)
  return x.dtype === dtype ? copyAs(x, dtype) : castTo(x, dtype)
}

/** A row-major copy of `x` with `dtype`, whose values were checked. */
export function copyAs(x: Tensor, dtype: DType): Tensor {
  const out = resultLike(x, x.shape, dtype)
  x.backend.copy(x, out)
  return out
}

/** `x` itself if its elements lie in row-major order, else a copy. */
export function contiguous(x: Tensor): Tensor {
  checkStorage(x)
  return isContiguous(x) ? x : copyAs(x, x.dtype)
}

/** The elements of `x` in row-major order, shared where they lie so. */
export function contiguousData(x: Tensor): TensorData {
  const source = contiguous(x)
  return source.data.subarray(source.offset, source.offset + source.size)
}

/** The elements of `x` in row-major order under a shape of as many: a view where strides allow, else a copy. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  const layout = reshapeLayout(x, shape)
  return layout === undefined ? reshape(copyAs(x, x.dtype), shape) : view(x, layout)
}
