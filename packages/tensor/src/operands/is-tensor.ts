import { type Brand, hasBrand } from '@nn/check'
import type { Tensor } from '../tensor/tensor.ts'

const KEY: unique symbol = /* @__PURE__ */ Symbol.for('@nn/tensor')
const PROTOCOL = 1
const TENSOR: Brand = { key: KEY, from: '@nn/tensor', noun: 'a tensor', protocol: PROTOCOL }

// Both functions are called for each operation, and engines look a symbol up faster where it is always the same.

/** Marks a new tensor as one, for all copies of this package. */
export function markTensor(tensor: object): void {
  ;(tensor as { [KEY]?: number })[KEY] = PROTOCOL
}

/**
 * Whether a value is a tensor, made by this copy of the package or by another one, which `instanceof` does not know.
 *
 * @throws TypeError if it is one of a copy that is too old or too new to work with this one.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { isTensor } from '@nn/tensor'
 * isTensor(cpu.ones([2])) // => true
 * isTensor([1, 1]) // => false
 * ```
 */
export function isTensor(value: unknown): value is Tensor {
  if (typeof value !== 'object' || value === null || !(KEY in value)) return false
  return value[KEY] === PROTOCOL || hasBrand(value, TENSOR)
}
