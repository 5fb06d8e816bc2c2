import { oneOf, wrongKind } from '@nn/check'
import type { BinaryOp, CompareOp, TestOp, UnaryOp } from '../backend/kernels.ts'
import { checkTensor, type Operand } from '../operands/check-operand.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { binary, choose, compare, test, unary } from './elementwise.ts'

const WHERE = 'into'

/**
 * Writes the result of an elementwise operation to `out`, which it returns: `into(out, 'mul', a, b)` is `a.mul(b)` without a new tensor.
 * `out` may be an operand or share memory with one, which is then read as it was.
 *
 * Memory for a large result costs more than computing it, in browsers above all: a chain of operations needs it once, as its first
 * result goes to `out` and the others happen in place.
 *
 * @param out Of the shape and the dtype of the result.
 * @param op The name of a method: any function of one element (`'exp'`), of two (`'add'`) or question (`'gt'`), or `'where'`.
 * @throws TypeError if there are too few operands or too many, they are of the wrong kind, or `out` has another dtype; ShapeError if it
 * has another shape, or is an expanded view; RangeError for an operation that does not exist.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { into } from '@nn/tensor'
 * const x = cpu.tensor([1, 2, 3])
 * const out = cpu.zeros([3])
 * into(out, 'mul', x, 10).add_(x)
 * out.toNested() // => [11, 22, 33]
 * into(out, 'add', x, cpu.ones([2, 3])) // throws /into: expected a result of the target's shape \[3\], got \[2, 3\]/
 * into(out, 'gt', x, 1) // throws /into: expected a result of the target's dtype float32, got bool/
 * ```
 */
export function into(out: Tensor, op: UnaryOp | TestOp, x: Tensor): Tensor
export function into(out: Tensor, op: BinaryOp | CompareOp, x: Tensor, other: Operand): Tensor
export function into(out: Tensor, op: 'where', condition: Tensor, a: Operand, b: Operand): Tensor
export function into(
  out: Tensor,
  op: UnaryOp | TestOp | BinaryOp | CompareOp | 'where',
  x: Tensor,
  ...others: Operand[]
): Tensor {
  checkTensor(WHERE, out)
  checkTensor(WHERE, x)
  const { unary: functions, test: questions, binary: pairs, compare: comparisons } = x.backend
  const [a, b] = others
  if (others.length === 0) {
    if (isOf(functions, op)) return unary(op, x, out, WHERE)
    if (isOf(questions, op)) return test(op, x, out, WHERE)
  } else if (a !== undefined && others.length === 1) {
    if (isOf(pairs, op)) return binary(op, x, a, out, WHERE)
    if (isOf(comparisons, op)) return compare(op, x, a, out, WHERE)
  } else if (op === 'where' && a !== undefined && b !== undefined && others.length === 2) {
    return choose(WHERE, x, a, b, out)
  }
  const names = [functions, questions, pairs, comparisons].flatMap((table) => Object.keys(table))
  oneOf(WHERE, 'op', op, [...names, 'where'])
  throw wrongKind(WHERE, `the operands of ${op}`, [x, ...others])
}

/** Whether a table has an operation. */
function isOf<K extends string>(table: Readonly<Record<K, unknown>>, op: string): op is K {
  return typeof op === 'string' && Object.hasOwn(table, op)
}
