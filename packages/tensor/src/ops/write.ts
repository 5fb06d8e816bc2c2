import { isFloating } from '../dtype.ts'
import { message, ShapeError } from '../errors.ts'
import { expand } from '../layout.ts'
import { type Nested, parseNested } from '../nested.ts'
import { formatShape, rowMajor } from '../shape.ts'
import { checkStorable } from '../storable.ts'
import { Tensor } from '../tensor.ts'
import { apartFrom, checkWritable, contiguousData } from './apply.ts'

/** What can be written into a tensor: a number, a boolean, a nested array or a tensor. */
export type Value = Nested | Tensor

/**
 * Writes `value`, repeated to the shape of `target`, into it; everything is checked before the first write.
 */
export function write(where: string, target: Tensor, value: Value): Tensor {
  checkWritable(where, target)
  if (typeof value === 'number' || typeof value === 'boolean') {
    checkStorable(where, [Number(value)], target.dtype)
    target.backend.fill(target, Number(value))
    return target
  }
  const source = value instanceof Tensor ? value : fromNested(where, value, target)
  if (source.dtype !== target.dtype && !(isFloating(target.dtype) || source.dtype === 'bool')) {
    checkStorable(where, contiguousData(source), target.dtype)
  }
  const read = { data: source.data, dtype: source.dtype, ...expandTo(where, source, target) }
  target.backend.copy(apartFrom(target, read), target)
  return target
}

/** Leading axes of size 1 do not count, as in `x.at(0).set([], x.slice([0, 1]))`. */
function expandTo(where: string, source: Tensor, target: Tensor): ReturnType<typeof expand> {
  let { shape, strides } = source
  while (shape.length > target.ndim && shape[0] === 1) {
    shape = shape.slice(1)
    strides = strides.slice(1)
  }
  if (shape.length > target.ndim) {
    const expected = `a value that broadcasts to ${formatShape(target.shape)}`
    throw new ShapeError(message(where, expected, `shape ${formatShape(source.shape)}`))
  }
  return expand(where, { shape, strides, offset: source.offset }, target.shape)
}

function fromNested(where: string, value: Nested, target: Tensor): Tensor {
  const { values, shape } = parseNested(where, value)
  checkStorable(where, values, target.dtype)
  const data = Float64Array.from(values)
  return new Tensor({ backend: target.backend, data, shape, strides: rowMajor(shape) })
}
