import { showShape } from '@nn/check'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** The value of the only element; a boolean for bool. */
export function item(x: Tensor): number | boolean {
  const value = x.data[x.offset]
  if (x.size !== 1 || value === undefined) {
    const got = `shape ${showShape(x.shape)}`
    throw shapeError('item', 'exactly one element', got, 'use at(…) first')
  }
  return x.dtype === 'bool' ? value !== 0 : value
}
