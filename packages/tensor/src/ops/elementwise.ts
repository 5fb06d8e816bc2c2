import type { BinaryOp, CompareOp, Strided, TestOp, UnaryOp } from '../backend.ts'
import type { DType } from '../dtype.ts'
import { message, ShapeError } from '../errors.ts'
import { comparable, promote, promoteNumber, toFloating } from '../promote.ts'
import { broadcastShapes, formatShape, sameShape } from '../shape.ts'
import { Tensor } from '../tensor.ts'
import { apartFrom, castTo, checkOperand, checkWritable, emptyLike, operand, scalarOperand } from './apply.ts'

/** What operations between tensors take besides tensors: a number has no dtype of its own. */
export type Operand = Tensor | number

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

function unaryDType(where: string, op: UnaryOp, dtype: DType): DType {
  if (op === 'neg' && dtype === 'bool') {
    throw new TypeError(message(where, 'numbers', 'bool', "cast('int32') or use logicalNot"))
  }
  return exactOps.has(op) ? dtype : toFloating(dtype)
}

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

export function unary(op: UnaryOp, x: Tensor): Tensor {
  const dtype = unaryDType(op, op, x.dtype)
  const out = emptyLike(x, x.shape, dtype)
  x.backend.unary[op](castTo(x, dtype), out)
  return out
}

export function unaryInPlace(op: UnaryOp, x: Tensor): Tensor {
  const where = `${op}_`
  checkKeepsDType(where, x, unaryDType(where, op, x.dtype))
  checkWritable(where, x)
  x.backend.unary[op](x, x)
  return x
}

export function test(op: TestOp, x: Tensor): Tensor {
  const out = emptyLike(x, x.shape, 'bool')
  x.backend.test[op](x, out)
  return out
}

/** An operand of a binary kernel, which takes bools as they are. */
function factor(where: string, x: Tensor, dtype: DType, shape: readonly number[]): Strided {
  return operand(where, x, x.dtype === 'bool' ? 'bool' : dtype, shape)
}

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
    const expected = `a shape that broadcasts to ${formatShape(x.shape)}`
    throw new ShapeError(message(where, expected, formatShape(other.shape)))
  }
  x.backend.binary[op](x, apartFrom(x, factor(where, other, x.dtype, x.shape)), x)
  return x
}

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
  if (!(condition instanceof Tensor) || condition.dtype !== 'bool') {
    const got = condition instanceof Tensor ? condition.dtype : typeof condition
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

function whereDType(a: Operand, b: Operand): DType {
  if (typeof a !== 'number')
    return typeof b === 'number' ? promoteNumber(a.dtype, b) : promote(a.dtype, b.dtype)
  return typeof b === 'number' ? 'float32' : promoteNumber(b.dtype, a)
}
