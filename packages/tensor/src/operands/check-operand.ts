import { wrongKind } from '@nn/check'
import type { Tensor } from '../tensor/tensor.ts'
import { isTensor } from './is-tensor.ts'

/** An operand of operations between tensors: a tensor, or a number or a boolean, which have a kind but no width. */
export type Operand = Tensor | number | boolean

/** Throws unless `value` is a tensor. */
export function checkTensor(where: string, value: unknown): asserts value is Tensor {
  if (!isTensor(value)) throw wrongKind(where, 'a tensor', value)
}

/** Throws unless `value` is a tensor, a number or a boolean. */
export function checkOperand(where: string, value: unknown): asserts value is Operand {
  if (typeof value !== 'number' && typeof value !== 'boolean' && !isTensor(value)) {
    throw wrongKind(where, 'a tensor, a number or a boolean', value)
  }
}
