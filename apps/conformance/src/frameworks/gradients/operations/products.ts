import { linear } from '@nn/tensor'
import { type Operation, operand } from './operation.ts'

/** Products, and rows by index. */
export const PRODUCTS: Readonly<Record<string, Operation>> = {
  matmul: (given) => operand(given).matmul(operand(given, 1)),
  linear: (given) => {
    const bias = given.operands.length > 2 ? operand(given, 2) : undefined
    return linear(operand(given), operand(given, 1), bias)
  },
  embedding: (given) => operand(given).take(operand(given, 1)),
}
