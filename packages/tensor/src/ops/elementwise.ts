import { message, show, showShape } from '@nn/check'
import type { BinaryOp, CompareOp, Strided, TestOp, UnaryOp } from '../backend/kernels.ts'
import type { DType } from '../dtype/dtype.ts'
import { comparable, promote, promoteScalar, toFloating } from '../dtype/promote.ts'
import { checkOperand, type Operand } from '../operands/check-operand.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { broadcastShapes, sameShape } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { castTo } from './cast.ts'
import { apartFrom, checkSeen, checkWritable, operand } from './prepare.ts'
import { resultLike } from './results.ts'

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

/** The dtype of a tensor and another operand. */
function dtypeWith({ dtype }: Tensor, other: Operand): DType {
  return typeof other === 'object' ? promote(dtype, other.dtype) : promoteScalar(dtype, other)
}

/** The shape of a tensor and another operand. */
function shapeWith(where: string, { shape }: Tensor, other: Operand): readonly number[] {
  return typeof other === 'object' ? broadcastShapes(where, shape, other.shape) : shape
}

/** The dtype of `op` between a tensor and another operand. */
function binaryDType(where: string, op: BinaryOp, x: Tensor, other: Operand): DType {
  const dtype = dtypeWith(x, other)
  if (dtype === 'bool' && numericOps.has(op)) {
    throw new TypeError(message(where, 'numbers', 'bool and bool', "cast('int32') or use logicalXor"))
  }
  return op === 'div' ? toFloating(dtype) : dtype
}

/** Where a result goes: to `out`, if it is given and fits, else to a new tensor on the backend of `like`. */
function targetOf(
  where: string,
  like: Tensor,
  shape: readonly number[],
  dtype: DType,
  out: Tensor | undefined,
): Tensor {
  if (out === undefined) return resultLike(like, shape, dtype)
  if (dtype !== out.dtype) {
    const expected = `a result of the target's dtype ${out.dtype}`
    throw new TypeError(message(where, expected, dtype, `cast('${dtype}') it first`))
  }
  checkWritable(where, out)
  if (sameShape(shape, out.shape)) return out
  throw shapeError(where, `a result of the target's shape ${showShape(out.shape)}`, shape)
}

// Each operation writes to `out` where that is given: in place it is the operand itself.

/** A function of each element. */
export function unary(op: UnaryOp, x: Tensor, out?: Tensor, where: string = op): Tensor {
  const dtype = unaryDType(where, op, x.dtype)
  const target = targetOf(where, x, x.shape, dtype, out)
  x.backend.unary[op](apartFrom(target, castTo(x, dtype)), target)
  return target
}

/** `unary` in place. */
export function unaryInPlace(op: UnaryOp, x: Tensor): Tensor {
  return unary(op, x, x, `${op}_`)
}

/** A question about each element. */
export function test(op: TestOp, x: Tensor, out?: Tensor, where: string = op): Tensor {
  const target = targetOf(where, x, x.shape, 'bool', out)
  x.backend.test[op](apartFrom(target, castTo(x, x.dtype)), target)
  return target
}

/** A function of the elements of two operands that broadcast. */
export function binary(op: BinaryOp, x: Tensor, other: Operand, out?: Tensor, where: string = op): Tensor {
  checkOperand(where, other)
  const dtype = binaryDType(where, op, x, other)
  const shape = shapeWith(where, x, other)
  const target = targetOf(where, x, shape, dtype, out)
  // Binary kernels take bools as they are.
  const read = (operand: Operand): Strided =>
    readFor(where, target, operand, isTensor(operand) && operand.dtype === 'bool' ? 'bool' : dtype)
  x.backend.binary[op](read(x), read(other), target)
  return target
}

/** `binary` in place. */
export function binaryInPlace(op: BinaryOp, x: Tensor, other: Operand): Tensor {
  return binary(op, x, other, x, `${op}_`)
}

/** A question about the elements of two operands that broadcast. */
export function compare(op: CompareOp, x: Tensor, other: Operand, out?: Tensor, where: string = op): Tensor {
  checkOperand(where, other)
  const right = typeof other === 'object' ? other.dtype : promoteScalar(x.dtype, other)
  const dtype = comparable(x.dtype, right)
  const target = targetOf(where, x, shapeWith(where, x, other), 'bool', out)
  x.backend.compare[op](readFor(where, target, x, dtype), readFor(where, target, other, dtype), target)
  return target
}

/** An operand as a kernel may read it while it writes the target. */
function readFor(where: string, target: Tensor, x: Operand, dtype: DType): Strided {
  checkSeen(where, target, x)
  return apartFrom(target, operand(where, x, dtype, target.shape))
}

/**
 * Element i of the result is `a[i]` where `condition[i]` holds, else `b[i]`; all three broadcast.
 *
 * The dtype is that of `a + b`; of two numbers it is float32, of two booleans bool.
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
  return choose('where', condition, a, b)
}

/** `where`. */
export function choose(name: string, condition: Tensor, a: Operand, b: Operand, out?: Tensor): Tensor {
  if (!isTensor(condition) || condition.dtype !== 'bool') {
    const got = isTensor(condition) ? condition.dtype : show(condition)
    throw new TypeError(message(name, 'a bool tensor as the condition', got, 'compare first, as in x.gt(0)'))
  }
  checkOperand(name, a)
  checkOperand(name, b)
  let shape: readonly number[] = condition.shape
  for (const x of [a, b]) if (typeof x === 'object') shape = broadcastShapes(name, shape, x.shape)
  const dtype = whereDType(a, b)
  const target = targetOf(name, condition, shape, dtype, out)
  const read = (x: Operand, as: DType): Strided => readFor(name, target, x, as)
  condition.backend.where(read(condition, 'bool'), read(a, dtype), read(b, dtype), target)
  return target
}

/** The dtype of a choice between two operands. */
function whereDType(a: Operand, b: Operand): DType {
  if (typeof a === 'object') return dtypeWith(a, b)
  if (typeof b === 'object') return promoteScalar(b.dtype, a)
  return typeof a === 'boolean' && typeof b === 'boolean' ? 'bool' : 'float32'
}
