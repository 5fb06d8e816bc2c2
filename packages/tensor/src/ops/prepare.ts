import { showShape } from '@nn/check'
import type { Strided } from '../backend/kernels.ts'
import { allocate, type DType } from '../dtype/dtype.ts'
import type { Operand } from '../operands/check-operand.ts'
import { checkStorage } from '../operands/check-storage.ts'
import { interceptionNow } from '../operands/interception.ts'
import { expand, overlaps } from '../shape/layout.ts'
import { rowMajor, sameShape, sizeOf } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { castTo } from './cast.ts'

/**
 * Throws if operands belong to two backends while one of them is intercepted: the other's kernels would compute unseen, and a gradient
 * would be 0 that is not.
 */
export function checkSeen(
  where: string,
  { backend }: Tensor,
  ...others: readonly (Operand | undefined)[]
): void {
  for (const other of others) {
    if (typeof other !== 'object' || other.backend === backend) continue
    const interception = interceptionNow(backend) ?? interceptionNow(other.backend)
    interception?.refuse(where, [backend, other.backend])
  }
}

/** `x` as a kernel reads it: with `dtype`, repeated to `shape`. */
export function operand(where: string, x: Operand, dtype: DType, shape: readonly number[]): Strided {
  if (typeof x !== 'object') return scalarOperand(x, dtype, shape)
  const cast = castTo(x, dtype)
  if (sameShape(cast.shape, shape)) return cast
  return { data: cast.data, dtype, ...expand(where, cast, shape) }
}

/** A number or a boolean as a kernel reads it, repeated to `shape`. */
function scalarOperand(value: number | boolean, dtype: DType, shape: readonly number[]): Strided {
  const data = allocate(dtype, 1)
  data[0] = Number(value)
  return { data, dtype, shape, strides: new Array<number>(shape.length).fill(0), offset: 0 }
}

/** Throws if an element of `x` would be written more than once. */
export function checkWritable(where: string, x: Tensor): void {
  checkStorage(x)
  if (overlaps(x)) {
    const isExpanded = x.shape.some((n, axis) => n > 1 && x.strides[axis] === 0)
    const got = `${isExpanded ? 'an expanded view' : 'a view with overlaps'} of shape ${showShape(x.shape)}`
    throw shapeError(where, 'a target with a place for each element', got, 'clone() it first')
  }
}

/**
 * `source` as a kernel may read it while it writes `target`: a copy if they share memory, unless every
 * element is read where it is written.
 */
export function apartFrom(target: Tensor, source: Strided): Strided {
  if (source.data.buffer !== target.data.buffer) return source
  const same =
    source.dtype === target.dtype &&
    source.data.byteOffset + source.offset * source.data.BYTES_PER_ELEMENT ===
      target.data.byteOffset + target.offset * target.data.BYTES_PER_ELEMENT &&
    sameShape(source.shape, target.shape) &&
    sameShape(source.strides, target.strides)
  if (same) return source
  const copy = {
    data: allocate(source.dtype, sizeOf(source.shape)),
    dtype: source.dtype,
    shape: source.shape,
    strides: rowMajor(source.shape),
    offset: 0,
  }
  target.backend.copy(source, copy)
  return copy
}
