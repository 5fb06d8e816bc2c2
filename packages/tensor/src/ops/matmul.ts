import { message, ShapeError } from '../errors.ts'
import { promote } from '../promote.ts'
import { broadcastShapes, formatShape } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { checkTensor, emptyLike, operand } from './apply.ts'

export function matmul(a: Tensor, b: Tensor): Tensor {
  checkTensor('matmul', b)
  if (a.ndim === 0 || b.ndim === 0) {
    const got = `${formatShape(a.shape)} and ${formatShape(b.shape)}`
    throw new ShapeError(message('matmul', 'at least one axis each', got, 'use mul'))
  }
  const left = a.ndim === 1 ? a.unsqueeze(0) : a
  const right = b.ndim === 1 ? b.unsqueeze(1) : b
  const [m, k] = left.shape.slice(-2) as [number, number]
  const [inner, n] = right.shape.slice(-2) as [number, number]
  if (k !== inner) {
    const got = `${formatShape(a.shape)} and ${formatShape(b.shape)}`
    throw new ShapeError(message('matmul', 'equal inner sizes', got, `they are ${k} and ${inner}`))
  }
  const batch = broadcastShapes('matmul', left.shape.slice(0, -2), right.shape.slice(0, -2))
  const dtype = promote(promote(a.dtype, b.dtype), 'int32')
  const out = emptyLike(a, [...batch, m, n], dtype)
  a.backend.matmul(
    operand('matmul', left, dtype, [...batch, m, k]),
    operand('matmul', right, dtype, [...batch, k, n]),
    out,
  )
  const shape = [...batch, ...(a.ndim === 1 ? [] : [m]), ...(b.ndim === 1 ? [] : [n])]
  return shape.length === out.ndim ? out : out.reshape(...shape)
}
