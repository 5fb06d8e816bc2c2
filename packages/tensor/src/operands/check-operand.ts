import { wrongKind } from '@nn/check'
import type { Tensor } from '../tensor/tensor.ts'
import { isTensor } from './is-tensor.ts'

/** An operand of operations between tensors: a tensor, or a number, which has no dtype of its own. */
export type Operand = Tensor | number

/** Throws unless `value` is a tensor. */
export function checkTensor(where: string, value: unknown): asserts value is Tensor {
  if (!isTensor(value)) throw wrongKind(where, 'a tensor', value)
}

/** Throws unless `value` is a tensor or a number. */
export function checkOperand(where: string, value: unknown): asserts value is Operand {
  if (typeof value !== 'number' && !isTensor(value)) {
    throw wrongKind(where, 'a tensor or a number', value)
  }
}
