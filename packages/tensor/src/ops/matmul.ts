import { showShape } from '@nn/check'
import { promote } from '../dtype/promote.ts'
import { checkTensor } from '../operands/check-operand.ts'
import { item } from '../shape/item.ts'
import { broadcastShapes } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { checkSeen, operand } from './prepare.ts'
import { resultLike } from './results.ts'

/** The matrix product; a vector is a row on the left and a column on the right. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkTensor('matmul', b)
  if (a.ndim === 0 || b.ndim === 0) {
    const got = `${showShape(a.shape)} and ${showShape(b.shape)}`
    throw shapeError('matmul', 'at least one axis each', got, 'use mul')
  }
  const left = a.ndim === 1 ? a.unsqueeze(0) : a
  const right = b.ndim === 1 ? b.unsqueeze(1) : b
  const [m, k] = matrixOf(left)
  const [inner, n] = matrixOf(right)
  if (k !== inner) {
    const got = `${showShape(a.shape)} and ${showShape(b.shape)}`
    throw shapeError('matmul', 'equal inner sizes', got, `they are ${k} and ${inner}`)
  }
  const batch = broadcastShapes('matmul', left.shape.slice(0, -2), right.shape.slice(0, -2))
  const dtype = promote(promote(a.dtype, b.dtype), 'int32')
  checkSeen('matmul', a, b)
  const out = resultLike(a, [...batch, m, n], dtype)
  a.backend.matmul(
    operand('matmul', left, dtype, [...batch, m, k]),
    operand('matmul', right, dtype, [...batch, k, n]),
    out,
  )
  const shape = [...batch, ...(a.ndim === 1 ? [] : [m]), ...(b.ndim === 1 ? [] : [n])]
  return shape.length === out.ndim ? out : out.reshape(...shape)
}

/** The rows and columns of the last two axes. */
function matrixOf({ shape, ndim }: Tensor): readonly [rows: number, columns: number] {
  return [item(shape, ndim - 2), item(shape, ndim - 1)]
}
