import { showShape } from '@nn/check'
import { checkStorage } from '../operands/check-storage.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** The value of the only element; a boolean for bool. */
export function item(x: Tensor): number | boolean {
  checkStorage(x)
  const value = x.data[x.offset]
  if (x.size !== 1 || value === undefined) {
    const got = `shape ${showShape(x.shape)}`
    throw shapeError('item', 'exactly one element', got, 'use at(…) first')
  }
  return x.dtype === 'bool' ? value !== 0 : value
}

/** What JavaScript's own operators, such as `+` and `>`, take a tensor for: the value of its only element, and its text in templates. */
export function primitive(x: Tensor, hint: string): string | number | boolean {
  if (hint === 'string') return x.toString()
  if (x.size === 1) return item(x)
  const cure = 'use methods such as add(…) and gt(…), or String(tensor)'
  throw shapeError('tensor', 'one element for an operator of JavaScript', `shape ${showShape(x.shape)}`, cure)
}
