import { allocate, type DType, unset } from '../dtype/dtype.ts'
import { checkStorage } from '../operands/check-storage.ts'
import type { Layout } from '../shape/layout.ts'
import { sizeOf } from '../shape/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** A new tensor of zeros on the backend of `like`. */
export function emptyLike(like: Tensor, shape: readonly number[], dtype: DType): Tensor {
  checkStorage(like)
  return like.make({ backend: like.backend, data: allocate(dtype, sizeOf(shape)), shape })
}

/** A new tensor for a kernel that writes every element. */
export function resultLike(like: Tensor, shape: readonly number[], dtype: DType): Tensor {
  checkStorage(like)
  return like.make({ backend: like.backend, data: unset(dtype, sizeOf(shape)), shape })
}

/** A tensor that shares the storage of `x` under another layout. */
export function view(x: Tensor, { shape, strides, offset }: Layout): Tensor {
  checkStorage(x)
  return x.make({ backend: x.backend, data: x.data, shape, strides, offset })
}
