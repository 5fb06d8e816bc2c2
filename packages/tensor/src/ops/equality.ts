import { checkOptions, flag, number, type OptionNames } from '@nn/check'
import { checkOperand, type Operand } from '../operands/check-operand.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { broadcastShapes, sameShape } from '../shape/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { contiguousData } from './cast.ts'

/** Options of `equals`. */
export interface EqualOptions {
  /** Whether NaN equals NaN. Default false. */
  readonly equalNaN?: boolean
}

/** The bounds of closeness: `|a − b| <= atol + rtol·|b|`. */
export interface CloseOptions extends EqualOptions {
  /** The relative bound. Default 1e-5. */
  readonly rtol?: number
  /** The absolute bound. Default 1e-8. */
  readonly atol?: number
}

const equalNames: OptionNames<EqualOptions> = { equalNaN: true }
const closeNames: OptionNames<CloseOptions> = { ...equalNames, rtol: true, atol: true }

/** Whether shape, dtype and every value are the same. */
export function equals(a: Tensor, b: unknown, options?: EqualOptions): boolean {
  checkOptions('equals', options, equalNames)
  const { equalNaN = false } = options ?? {}
  flag('equals', 'equalNaN', equalNaN)
  if (!isTensor(b) || a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false
  const right = contiguousData(b)
  return contiguousData(a).every((x, i) => x === right[i] || (equalNaN && areNaN(x, right[i])))
}

/** Whether every element is close to that of `b`. */
export function allClose(a: Tensor, b: Operand, options?: CloseOptions): boolean {
  checkOptions('allClose', options, closeNames)
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = options ?? {}
  number('allClose', 'rtol', rtol)
  number('allClose', 'atol', atol)
  flag('allClose', 'equalNaN', equalNaN)
  checkOperand('allClose', b)
  const isNear = (x: number, y: number): boolean =>
    x === y ||
    (Number.isFinite(x) && Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y)) ||
    (equalNaN && areNaN(x, y))
  if (typeof b !== 'object') return contiguousData(a).every((x) => isNear(x, Number(b)))
  const shape = broadcastShapes('allClose', a.shape, b.shape)
  const right = contiguousData(b.expand(...shape))
  return contiguousData(a.expand(...shape)).every((x, i) => isNear(x, right[i] ?? NaN))
}

function areNaN(x: number, y: number | undefined): boolean {
  return Number.isNaN(x) && Number.isNaN(y)
}
