import { binary, binaryInPlace, compare, type Operand, test } from '../ops/elementwise.ts'
import { matmul } from '../ops/matmul.ts'
import type { Tensor } from '../tensor.ts'

/**
 * The methods of a tensor that take another one, and the questions whose answer is bool.
 *
 * `Tensor` has more methods than a file should hold: each file of this folder has those of one kind, as one link of
 * its chain of classes. They only delegate, so that the chain has no state and no order that matters.
 */
export abstract class ArithmeticMethods {
  /** this + other; or of two bools. */
  add(this: Tensor, other: Operand): Tensor {
    return binary('add', this, other)
  }

  /** `add` in place. */
  add_(this: Tensor, other: Operand): Tensor {
    return binaryInPlace('add', this, other)
  }

  /** this − other. */
  sub(this: Tensor, other: Operand): Tensor {
    return binary('sub', this, other)
  }

  /** `sub` in place. */
  sub_(this: Tensor, other: Operand): Tensor {
    return binaryInPlace('sub', this, other)
  }

  /** this · other; and of two bools. */
  mul(this: Tensor, other: Operand): Tensor {
    return binary('mul', this, other)
  }

  /** `mul` in place. */
  mul_(this: Tensor, other: Operand): Tensor {
    return binaryInPlace('mul', this, other)
  }

  /** this ÷ other, in floating point. */
  div(this: Tensor, other: Operand): Tensor {
    return binary('div', this, other)
  }

  /** `div` in place. */
  div_(this: Tensor, other: Operand): Tensor {
    return binaryInPlace('div', this, other)
  }

  /** this to the power of other; of int32 modulo 2³² and truncated towards zero. */
  pow(this: Tensor, other: Operand): Tensor {
    return binary('pow', this, other)
  }

  /** `pow` in place. */
  pow_(this: Tensor, other: Operand): Tensor {
    return binaryInPlace('pow', this, other)
  }

  /** this − other·⌊this ÷ other⌋, with the sign of other; of int32 by 0 it is 0. */
  remainder(this: Tensor, other: Operand): Tensor {
    return binary('remainder', this, other)
  }

  /** `remainder` in place. */
  remainder_(this: Tensor, other: Operand): Tensor {
    return binaryInPlace('remainder', this, other)
  }

  /** The larger; NaN if either is. */
  maximum(this: Tensor, other: Operand): Tensor {
    return binary('maximum', this, other)
  }

  /** `maximum` in place. */
  maximum_(this: Tensor, other: Operand): Tensor {
    return binaryInPlace('maximum', this, other)
  }

  /** The smaller; NaN if either is. */
  minimum(this: Tensor, other: Operand): Tensor {
    return binary('minimum', this, other)
  }

  /** `minimum` in place. */
  minimum_(this: Tensor, other: Operand): Tensor {
    return binaryInPlace('minimum', this, other)
  }

  /**
   * The matrix product `[…, m, k] × […, k, n] → […, m, n]`; a vector is a row on the left and a column on the
   * right.
   */
  matmul(this: Tensor, other: Tensor): Tensor {
    return matmul(this, other)
  }

  /** this = other. */
  eq(this: Tensor, other: Operand): Tensor {
    return compare('eq', this, other)
  }

  /** this ≠ other. */
  ne(this: Tensor, other: Operand): Tensor {
    return compare('ne', this, other)
  }

  /** this < other. */
  lt(this: Tensor, other: Operand): Tensor {
    return compare('lt', this, other)
  }

  /** this <= other. */
  le(this: Tensor, other: Operand): Tensor {
    return compare('le', this, other)
  }

  /** this > other. */
  gt(this: Tensor, other: Operand): Tensor {
    return compare('gt', this, other)
  }

  /** this >= other. */
  ge(this: Tensor, other: Operand): Tensor {
    return compare('ge', this, other)
  }

  /** Whether both are other than 0. */
  logicalAnd(this: Tensor, other: Operand): Tensor {
    return compare('logicalAnd', this, other)
  }

  /** Whether one is other than 0. */
  logicalOr(this: Tensor, other: Operand): Tensor {
    return compare('logicalOr', this, other)
  }

  /** Whether exactly one is other than 0. */
  logicalXor(this: Tensor, other: Operand): Tensor {
    return compare('logicalXor', this, other)
  }

  /** Whether x is 0. */
  logicalNot(this: Tensor): Tensor {
    return test('logicalNot', this)
  }

  /** Whether x is NaN. */
  isNaN(this: Tensor): Tensor {
    return test('isNaN', this)
  }

  /** Whether x is neither infinite nor NaN. */
  isFinite(this: Tensor): Tensor {
    return test('isFinite', this)
  }
}
