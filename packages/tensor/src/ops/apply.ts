import type { Strided } from '../backend.ts'
import { allocate, type DType } from '../dtype.ts'
import { message, ShapeError, show } from '../errors.ts'
import { expand, isContiguous, type Layout, overlaps } from '../layout.ts'
import { formatShape, rowMajor, sameShape, sizeOf } from '../shape.ts'
import { checkTruncatable } from '../storable.ts'
import { Tensor } from '../tensor.ts'

/** A new tensor of zeros on the backend of `like`. */
export function emptyLike(like: Tensor, shape: readonly number[], dtype: DType): Tensor {
  return new Tensor({ backend: like.backend, data: allocate(dtype, sizeOf(shape)), dtype, shape })
}

/** A tensor that shares the storage of `x` under another layout. */
export function view(x: Tensor, layout: Layout): Tensor {
  return new Tensor({ backend: x.backend, data: x.data, dtype: x.dtype, ...layout })
}

/** `x` with `dtype`: `x` itself if it has it; floats are truncated towards zero for int32. */
export function castTo(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x
  if (dtype === 'int32' && x.dtype !== 'bool') checkTruncatable('cast', contiguousData(x))
  return copyAs(x, dtype)
}

/** A row-major copy of `x` with `dtype`, whose values were checked. */
export function copyAs(x: Tensor, dtype: DType): Tensor {
  const out = emptyLike(x, x.shape, dtype)
  x.backend.copy(x, out)
  return out
}

/** The elements of `x` in row-major order, shared where they lie so. */
export function contiguousData(x: Tensor): Tensor['data'] {
  const source = isContiguous(x) ? x : copyAs(x, x.dtype)
  return source.data.subarray(source.offset, source.offset + source.size)
}

/** `x` as a kernel reads it: with `dtype`, repeated to `shape`. */
export function operand(where: string, x: Tensor, dtype: DType, shape: readonly number[]): Strided {
  const cast = castTo(x, dtype)
  if (sameShape(cast.shape, shape)) return cast
  return { data: cast.data, dtype, ...expand(where, cast, shape) }
}

/** A number as a kernel reads it, repeated to `shape`. */
export function scalarOperand(value: number, dtype: DType, shape: readonly number[]): Strided {
  const data = allocate(dtype, 1)
  data[0] = value
  return { data, dtype, shape, strides: new Array<number>(shape.length).fill(0), offset: 0 }
}

/** Throws if an element of `x` would be written more than once. */
export function checkWritable(where: string, x: Tensor): void {
  if (overlaps(x)) {
    const isExpanded = x.strides.some((stride, axis) => stride === 0 && x.shape[axis]! > 1)
    const got = `${isExpanded ? 'an expanded view' : 'a view with overlaps'} of shape ${formatShape(x.shape)}`
    throw new ShapeError(message(where, 'a target with a place for each element', got, 'clone() it first'))
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

/** Throws unless `value` is a tensor. */
export function checkTensor(where: string, value: unknown): asserts value is Tensor {
  if (!(value instanceof Tensor)) throw new TypeError(message(where, 'a tensor', show(value)))
}

/** Throws unless `value` is a tensor or a number. */
export function checkOperand(where: string, value: unknown): asserts value is Tensor | number {
  if (!(value instanceof Tensor) && typeof value !== 'number') {
    throw new TypeError(message(where, 'a tensor or a number', show(value)))
  }
}
