import { checkGiven, message, type OptionNames } from '@nn/check'
import type { Strided } from '../backend/kernels.ts'
import { isFloating } from '../dtype/dtype.ts'
import { toFloating } from '../dtype/promote.ts'
import { checkTensor } from '../operands/check-operand.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { checkSeen, operand } from './prepare.ts'
import { type Axes, keepDimsOf, meanSquare64, type ReduceOptions, squaresAbout } from './reduce.ts'
import { resultLike } from './results.ts'

/** Mean and variance, both float64. */
export interface Moments {
  readonly mean: Tensor
  /** The variance of the population: divided by the number of elements. */
  readonly variance: Tensor
}

/** Operands of `standardize` beside x; each is repeated to the shape of x. */
export interface StandardizeOptions {
  /** Subtracted from x. Default 0. */
  readonly mean?: Tensor | undefined
  /** Multiplies the difference. */
  readonly factor: Tensor
  /** Multiplies the result. Default 1. */
  readonly weight?: Tensor | undefined
  /** Added at last. Default −0, which changes nothing. */
  readonly bias?: Tensor | undefined
}

/**
 * The mean `Σx/n` and the variance `Σ(x − mean)²/n` over axes, all of them if left out, as float64 in double precision and two
 * passes, so that nothing cancels; NaN of nothing.
 *
 * @throws RangeError for an axis that x does not have; TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { moments } from '@nn/tensor'
 * const { mean, variance } = moments(cpu.tensor([[1, 3], [10, 20]]), 1)
 * mean.toNested() // => [2, 15]
 * variance.toNested() // => [1, 25]
 * moments(cpu.ones([2, 3]), 0, { keepDims: true }).mean.shape // => [1, 3]
 * moments(cpu.ones([2]), 1) // throws /moments: expected an axis in \[-1, 1\), got 1/
 * ```
 */
export function moments(x: Tensor, axes?: Axes, options?: ReduceOptions): Moments {
  checkTensor('moments', x)
  const keepDims = keepDimsOf('moments', options)
  const { mean, squares, count } = squaresAbout('moments', x, axes, keepDims)
  return { mean, variance: squares.div_(count) }
}

/**
 * The mean square `Σx²/n` over axes, all of them if left out, as float64 in double precision; NaN of nothing.
 *
 * @throws RangeError for an axis that x does not have; TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { meanSquare } from '@nn/tensor'
 * meanSquare(cpu.tensor([[1, 3], [0, 2]]), 1).toNested() // => [5, 2]
 * meanSquare(cpu.ones([2, 3]), 0, { keepDims: true }).shape // => [1, 3]
 * meanSquare(cpu.ones([2]), 1) // throws /meanSquare: expected an axis in \[-1, 1\), got 1/
 * ```
 */
export function meanSquare(x: Tensor, axes?: Axes, options?: ReduceOptions): Tensor {
  checkTensor('meanSquare', x)
  return meanSquare64('meanSquare', x, axes, keepDimsOf('meanSquare', options))
}

const standardizeNames: OptionNames<StandardizeOptions> = {
  mean: true,
  factor: true,
  weight: true,
  bias: true,
}

/**
 * `(x − mean)·factor·weight + bias`, from left to right in double precision, rounded once to the dtype of x: what a normalisation
 * makes of its input in one pass, where `factor` is `1/√(variance + eps)`.
 *
 * @throws ShapeError unless all can be repeated to the shape of x; TypeError unless all are tensors, and x of floats.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { moments, standardize } from '@nn/tensor'
 * const x = cpu.tensor([[1, 3], [10, 20]])
 * const { mean, variance } = moments(x, 1, { keepDims: true })
 * const factor = variance.sqrt().reciprocal()
 * standardize(x, { mean, factor }).toNested() // => [[-1, 1], [-1, 1]]
 * standardize(x, { mean, factor, bias: cpu.tensor([0, 2]) }).toNested() // => [[-1, 3], [-1, 3]]
 * standardize(x, { factor: cpu.ones([3]) }) // throws /expected a shape that broadcasts to \[2, 2\], got \[3\]/
 * ```
 */
export function standardize(x: Tensor, options: StandardizeOptions): Tensor {
  checkTensor('standardize', x)
  checkGiven('standardize', options, standardizeNames)
  const { mean, factor, weight, bias } = options
  if (!isFloating(x.dtype)) {
    throw new TypeError(message('standardize', 'a tensor of float32 or float64', x.dtype, 'cast it first'))
  }
  checkTensor('standardize', factor)
  const repeated = (value: Tensor | undefined, otherwise: number): Strided => {
    if (value === undefined) return operand('standardize', otherwise, 'float64', x.shape)
    checkTensor('standardize', value)
    return operand('standardize', value, toFloating(value.dtype), x.shape)
  }
  const [m, f, w, b] = [repeated(mean, 0), repeated(factor, 1), repeated(weight, 1), repeated(bias, -0)]
  checkSeen('standardize', x, mean, factor, weight, bias)
  const out = resultLike(x, x.shape, x.dtype)
  x.backend.standardize(x, m, f, w, b, out)
  return out
}
