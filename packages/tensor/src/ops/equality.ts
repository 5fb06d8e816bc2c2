import { broadcastShapes, sameShape } from '../shape.ts'
import { Tensor } from '../tensor.ts'
import { checkOperand, contiguousData } from './apply.ts'
import type { Operand } from './elementwise.ts'

/** Whether NaN equals NaN. */
export interface EqualOptions {
  readonly equalNaN?: boolean
}

/** The bounds of closeness: `|a - b| <= atol + rtol·|b|`. */
export interface CloseOptions extends EqualOptions {
  readonly rtol?: number
  readonly atol?: number
}

export function equals(a: Tensor, b: Tensor, { equalNaN = false }: EqualOptions): boolean {
  if (!(b instanceof Tensor) || a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false
  const left = contiguousData(a)
  const right = contiguousData(b)
  for (let i = 0; i < left.length; i++) {
    const x = left[i]!
    const y = right[i]!
    if (x !== y && !(equalNaN && Number.isNaN(x) && Number.isNaN(y))) return false
  }
  return true
}

export function allClose(a: Tensor, b: Operand, options: CloseOptions): boolean {
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = options
  checkOperand('allClose', b)
  const shape = typeof b === 'number' ? a.shape : broadcastShapes('allClose', a.shape, b.shape)
  const left = contiguousData(a.expand(...shape))
  const right = typeof b === 'number' ? undefined : contiguousData(b.expand(...shape))
  for (let i = 0; i < left.length; i++) {
    const x = left[i]!
    const y = right === undefined ? (b as number) : right[i]!
    const close =
      x === y ||
      (Number.isFinite(x) && Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y)) ||
      (equalNaN && Number.isNaN(x) && Number.isNaN(y))
    if (!close) return false
  }
  return true
}
