import { message, show, showShape } from '@nn/check'
import type { BinaryOp, CompareOp, Strided, TestOp, UnaryOp } from '../backend/kernels.ts'
import type { DType } from '../dtype/dtype.ts'
import { comparable, promote, promoteNumber, toFloating } from '../dtype/promote.ts'
import { checkOperand, type Operand } from '../operands/check-operand.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { broadcastShapes, sameShape } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { castTo } from './cast.ts'
import { apartFrom, checkWritable, operand, scalarOperand } from './prepare.ts'
import { emptyLike } from './results.ts'

/** Operations that map integers to integers. */
const exactOps: ReadonlySet<UnaryOp> = /* @__PURE__ */ new Set<UnaryOp>([
  'neg',
  'abs',
  'sign',
  'floor',
  'ceil',
  'round',
  'trunc',
  'square',
  'relu',
])

/** Operations that have no meaning between two bools; `add` is or, `mul` is and. */
const numericOps: ReadonlySet<BinaryOp> = /* @__PURE__ */ new Set<BinaryOp>(['sub', 'pow', 'remainder'])

/** The dtype of `op` of a tensor. */
function unaryDType(where: string, op: UnaryOp, dtype: DType): DType {
  if (op === 'neg' && dtype === 'bool') {
    throw new TypeError(message(where, 'numbers', 'bool', "cast('int32') or use logicalNot"))
  }
  return exactOps.has(op) ? dtype : toFloating(dtype)
}

/** The dtype of `op` between a tensor and another operand. */
function binaryDType(where: string, op: BinaryOp, x: Tensor, other: Operand): DType {
  const dtype = typeof other === 'number' ? promoteNumber(x.dtype, other) : promote(x.dtype, other.dtype)
  if (dtype === 'bool' && numericOps.has(op)) {
    throw new TypeError(message(where, 'numbers', 'bool and bool', "cast('int32') or use logicalXor"))
  }
  return op === 'div' ? toFloating(dtype) : dtype
}

/** Throws if the result of an in-place operation would change the dtype of its target. */
function checkKeepsDType(where: string, x: Tensor, result: DType): void {
  if (result !== x.dtype) {
    throw new TypeError(
      message(where, `a result of the target's dtype ${x.dtype}`, result, `cast('${result}') it first`),
    )
  }
}

/** A function of each element. */
export function unary(op: UnaryOp, x: Tensor): Tensor {
  const dtype = unaryDType(op, op, x.dtype)
  const out = emptyLike(x, x.shape, dtype)
  x.backend.unary[op](castTo(x, dtype), out)
  return out
}

/** `unary` in place. */
export function unaryInPlace(op: UnaryOp, x: Tensor): Tensor {
  const where = `${op}_`
  checkKeepsDType(where, x, unaryDType(where, op, x.dtype))
  checkWritable(where, x)
  x.backend.unary[op](x, x)
  return x
}

/** A question about each element. */
export function test(op: TestOp, x: Tensor): Tensor {
  const out = emptyLike(x, x.shape, 'bool')
  x.backend.test[op](x, out)
  return out
}

/** An operand of a binary kernel, which takes bools as they are. */
function factor(where: string, x: Tensor, dtype: DType, shape: readonly number[]): Strided {
  return operand(where, x, x.dtype === 'bool' ? 'bool' : dtype, shape)
}

/** A function of the elements of two operands that broadcast. */
export function binary(op: BinaryOp, x: Tensor, other: Operand): Tensor {
  checkOperand(op, other)
  const dtype = binaryDType(op, op, x, other)
  const shape = typeof other === 'number' ? x.shape : broadcastShapes(op, x.shape, other.shape)
  const out = emptyLike(x, shape, dtype)
  const right =
    typeof other === 'number' ? scalarOperand(other, dtype, shape) : factor(op, other, dtype, shape)
  x.backend.binary[op](factor(op, x, dtype, shape), right, out)
  return out
}

/** `binary` in place. */
export function binaryInPlace(op: BinaryOp, x: Tensor, other: Operand): Tensor {
  const where = `${op}_`
  checkOperand(where, other)
  checkKeepsDType(where, x, binaryDType(where, op, x, other))
  checkWritable(where, x)
  if (typeof other === 'number') {
    x.backend.binary[op](x, scalarOperand(other, x.dtype, x.shape), x)
    return x
  }
  if (!sameShape(broadcastShapes(where, x.shape, other.shape), x.shape)) {
    const expected = `a shape that broadcasts to ${showShape(x.shape)}`
    throw shapeError(where, expected, other.shape)
  }
  x.backend.binary[op](x, apartFrom(x, factor(where, other, x.dtype, x.shape)), x)
  return x
}

/** A question about the elements of two operands that broadcast. */
export function compare(op: CompareOp, x: Tensor, other: Operand): Tensor {
  checkOperand(op, other)
  const right = typeof other === 'number' ? promoteNumber(x.dtype, other) : other.dtype
  const dtype = comparable(x.dtype, right)
  const shape = typeof other === 'number' ? x.shape : broadcastShapes(op, x.shape, other.shape)
  const out = emptyLike(x, shape, 'bool')
  const b = typeof other === 'number' ? scalarOperand(other, dtype, shape) : operand(op, other, dtype, shape)
  x.backend.compare[op](operand(op, x, dtype, shape), b, out)
  return out
}

/**
 * Element i of the result is `a[i]` where `condition[i]` holds, else `b[i]`; all three broadcast.
 *
 * The dtype is that of `a + b`; of two numbers it is float32.
 * @throws TypeError unless `condition` is a bool tensor; ShapeError if the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { where } from '@nn/tensor'
 * const x = cpu.tensor([-1, 0, 2])
 * where(x.lt(0), 0, x.add(10)).toNested() // => [0, 10, 12]
 * ```
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  if (!isTensor(condition) || condition.dtype !== 'bool') {
    const got = isTensor(condition) ? condition.dtype : show(condition)
    throw new TypeError(
      message('where', 'a bool tensor as the condition', got, 'compare first, as in x.gt(0)'),
    )
  }
  checkOperand('where', a)
  checkOperand('where', b)
  let shape: readonly number[] = condition.shape
  for (const x of [a, b]) if (typeof x !== 'number') shape = broadcastShapes('where', shape, x.shape)
  const dtype = whereDType(a, b)
  const read = (x: Operand) =>
    typeof x === 'number' ? scalarOperand(x, dtype, shape) : operand('where', x, dtype, shape)
  const out = emptyLike(condition, shape, dtype)
  condition.backend.where(operand('where', condition, 'bool', shape), read(a), read(b), out)
  return out
}

/** The dtype of a choice between two operands. */
function whereDType(a: Operand, b: Operand): DType {
  if (typeof a !== 'number')
    return typeof b === 'number' ? promoteNumber(a.dtype, b) : promote(a.dtype, b.dtype)
  return typeof b === 'number' ? 'float32' : promoteNumber(b.dtype, a)
}
