import { showShape } from '@nn/check'
import { promote } from '../dtype/promote.ts'
import { checkStorable, checkValue } from '../dtype/storable.ts'
import { type Nested, parseNested } from '../nested/parse-nested.ts'
import { checkStorage } from '../operands/check-storage.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { expand } from '../shape/layout.ts'
import { type SelectionItem, select } from '../shape/selection.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { contiguousData } from './cast.ts'
import { apartFrom, checkSeen, checkWritable } from './prepare.ts'
import { view } from './results.ts'

/** A value that can be written into a tensor: a number, a boolean, a nested array or a tensor. */
export type Value = Nested | Tensor

/**
 * Writes `value`, repeated to the shape of `target`, into it; everything is checked before the first write.
 */
export function write(where: string, target: Tensor, value: Value): Tensor {
  checkWritable(where, target)
  if (typeof value === 'number' || typeof value === 'boolean') {
    checkValue(where, Number(value), target.dtype)
    target.backend.fill(target, Number(value))
    return target
  }
  const source = isTensor(value) ? value : fromNested(where, value, target)
  checkStorage(source)
  checkSeen(where, target, source)
  if (promote(source.dtype, target.dtype) !== target.dtype) {
    checkStorable(where, contiguousData(source), target.dtype)
  }
  const read = { data: source.data, dtype: source.dtype, ...expandTo(where, source, target) }
  target.backend.copy(apartFrom(target, read), target)
  return target
}

/** The layout of `source` repeated to the shape of `target`; leading axes of size 1 do not count, as in `x.at(0).set([], x.slice([0, 1]))`. */
function expandTo(where: string, source: Tensor, target: Tensor): ReturnType<typeof expand> {
  let { shape, strides } = source
  while (shape.length > target.ndim && shape[0] === 1) {
    shape = shape.slice(1)
    strides = strides.slice(1)
  }
  if (shape.length > target.ndim) {
    const expected = `a value that broadcasts to ${showShape(target.shape)}`
    throw shapeError(where, expected, `shape ${showShape(source.shape)}`)
  }
  return expand(where, { shape, strides, offset: source.offset }, target.shape)
}

/** The tensor of a nested array whose values `target` can hold. */
function fromNested(where: string, value: Nested, target: Tensor): Tensor {
  const { values, shape } = parseNested(where, value)
  checkStorable(where, values, target.dtype)
  const data = Float64Array.from(values)
  return target.make({ backend: target.backend, data, shape })
}

/** Writes `value`, repeated as needed, to the selected elements of `x`. */
export function set(x: Tensor, selection: readonly SelectionItem[], value: Value): Tensor {
  write('set', view(x, select('set', x, selection)), value)
  return x
}
