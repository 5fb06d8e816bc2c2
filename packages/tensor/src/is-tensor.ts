import { type Brand, hasBrand, mark } from '@nn/check'
import type { Tensor } from './tensor.ts'

const TENSOR: Brand = {
  key: /* @__PURE__ */ Symbol.for('@nn/tensor'),
  from: '@nn/tensor',
  noun: 'a tensor',
  protocol: 1,
}

/** Marks a new tensor as one, for all copies of this package. */
export function markTensor(tensor: object): void {
  mark(tensor, TENSOR)
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
  return hasBrand(value, TENSOR)
}
