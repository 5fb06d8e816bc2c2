import { showShape } from '@nn/check'
import { checkStorage } from '../operands/check-storage.ts'
import type { Layout } from '../shape/layout.ts'
import { at } from '../shape/selection.ts'
import { sizeOf } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** The value of the only element, or of the one at the indices; a boolean for bool. */
export function item(x: Tensor, indices: readonly number[] = []): number | boolean {
  checkStorage(x)
  const value = x.data[placeOf(x, indices)]
  if (value === undefined) throw severalElements(x)
  return x.dtype === 'bool' ? value !== 0 : value
}

/** Where the element at the indices lies, or the only one. */
function placeOf(x: Tensor, indices: readonly number[]): number {
  let place = x.offset
  let axis = 0
  for (const index of indices) {
    const n = x.shape[axis] ?? 0
    if (!(Number.isInteger(index) && index >= -n && index < n)) break
    place += (index < 0 ? index + n : index) * (x.strides[axis] ?? 0)
    axis++
  }
  if (axis === x.ndim && axis === indices.length) return place
  const rest = indices.length === 0 ? x : at('item', x, indices)
  if (sizeOf(rest.shape) === 1) return rest.offset
  throw severalElements(rest)
}

function severalElements({ shape }: Layout): Error {
  const cure = 'use at(…) first'
  return shapeError('item', 'exactly one element', `shape ${showShape(shape)}`, cure)
}

/** What JavaScript's own operators, such as `+` and `>`, take a tensor for: the value of its only element, and its text in templates. */
export function primitive(x: Tensor, hint: string): string | number | boolean {
  if (hint === 'string') return x.toString()
  if (x.size === 1) return item(x)
  const cure = 'use methods such as add(…) and gt(…), or String(tensor)'
  throw shapeError('tensor', 'one element for an operator of JavaScript', `shape ${showShape(x.shape)}`, cure)
}
