import {
  checkOptions,
  finite,
  flag,
  message,
  type OptionNames,
  showShape,
  wrongKind,
  wrongValue,
} from '@nn/check'
import type { ArgReduceOp, ReduceOp, Strided } from '../backend/kernels.ts'
import { type DType, isFloating } from '../dtype/dtype.ts'
import { promote, toFloating } from '../dtype/promote.ts'
import { known } from '../operands/interception.ts'
import { normalizeAxes, normalizeAxis } from '../shape/axes.ts'
import { moveToEnd } from '../shape/layout.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { castTo, contiguousData } from './cast.ts'
import { emptyLike, view } from './results.ts'

/** The axes of a reduction; all of them if left out. */
export type Axes = number | readonly number[]

/** What becomes of the axes of a reduction. */
export interface ReduceOptions {
  /** Whether reduced axes stay with size 1. Default false. */
  readonly keepDims?: boolean
}

/** The divisor of a variance. */
export interface VarianceOptions extends ReduceOptions {
  /** Subtracted from the number of elements: 0 for a population, 1 for a sample. Default 0. */
  readonly correction?: number
}

/** The kind of a norm. */
export interface NormOptions extends ReduceOptions {
  /** The order: 1, 2 or Infinity. Default 2. */
  readonly ord?: number
}

const reduceNames: OptionNames<ReduceOptions> = { keepDims: true }
const varianceNames: OptionNames<VarianceOptions> = { ...reduceNames, correction: true }
const normNames: OptionNames<NormOptions> = { ...reduceNames, ord: true }

/** Whether reduced axes stay. */
export function keepDimsOf(where: string, options: ReduceOptions | undefined): boolean {
  if (options === undefined) return false
  checkOptions(where, options, reduceNames)
  const { keepDims = false } = options
  return flag(where, 'keepDims', keepDims)
}

/** What `reduce` does to its operand. */
interface Reduction {
  readonly op: ReduceOp
  readonly axes: Axes | undefined
  readonly keepDims: boolean
  /** The dtype of the result. */
  readonly dtype: DType
}

/** The shape of a result whose reduced axes stay with size 1. */
function keptShape(x: Tensor, reduced: readonly number[]): number[] {
  return x.shape.map((n, axis) => (reduced.includes(axis) ? 1 : n))
}

/** Runs a kernel over axes. */
function reduce(where: string, x: Tensor, { op, axes, keepDims, dtype }: Reduction): Tensor {
  const [layout, reduced] = moveToEnd(where, x, axes)
  const out = emptyLike(x, layout.shape.slice(0, x.ndim - reduced.length), dtype)
  x.backend.reduce[op](view(x, layout), reduced.length, out)
  return keepDims ? out.reshape(...keptShape(x, reduced)) : out
}

/** The number of elements of `x` that were reduced to each of `out`. */
function countOf(x: Tensor, out: Tensor): number {
  return out.size === 0 ? 0 : x.size / out.size
}

/** Throws unless there is an element along each of the axes. */
function checkNotEmpty(where: string, x: Tensor, axes: Axes | undefined): void {
  if (normalizeAxes(where, axes, x.ndim).some((axis) => x.shape[axis] === 0)) {
    throw new RangeError(message(where, 'at least one element to reduce', `shape ${showShape(x.shape)}`))
  }
}

/** Σ x or Π x. */
export function sum(op: 'sum' | 'prod', x: Tensor, axes?: Axes, options?: ReduceOptions): Tensor {
  const dtype = promote(x.dtype, 'int32')
  return reduce(op, x, { op, axes, keepDims: keepDimsOf(op, options), dtype })
}

/** The greatest or the least element. */
export function extremum(op: 'max' | 'min', x: Tensor, axes?: Axes, options?: ReduceOptions): Tensor {
  const keepDims = keepDimsOf(op, options)
  checkNotEmpty(op, x, axes)
  return reduce(op, x, { op, axes, keepDims, dtype: x.dtype })
}

/** Whether an element, or every element, is other than 0. */
export function truth(op: 'any' | 'all', x: Tensor, axes?: Axes, options?: ReduceOptions): Tensor {
  return reduce(op, x, { op, axes, keepDims: keepDimsOf(op, options), dtype: 'bool' })
}

/** Σ x / n, summed in double precision. */
export function mean(x: Tensor, axes?: Axes, options?: ReduceOptions): Tensor {
  const dtype = toFloating(x.dtype)
  return reduce('mean', castTo(x, dtype), { op: 'mean', axes, keepDims: keepDimsOf('mean', options), dtype })
}

/** x itself if it is of floats, else in double precision. */
function floating(x: Tensor): Tensor {
  return isFloating(x.dtype) ? x : castTo(x, 'float64')
}

/** The mean over axes, the sum of the squared distances from it, and the number of elements. */
export function squaresAbout(
  where: string,
  x: Tensor,
  axes: Axes | undefined,
  keepDims: boolean,
): { mean: Tensor; squares: Tensor; count: number } {
  const source = floating(x)
  const [layout, reduced] = moveToEnd(where, source, axes)
  const kept = layout.shape.slice(0, x.ndim - reduced.length)
  const mean = emptyLike(x, kept, 'float64')
  const squares = emptyLike(x, kept, 'float64')
  x.backend.moments(view(source, layout), reduced.length, mean, squares)
  const count = countOf(x, mean)
  if (!keepDims) return { mean, squares, count }
  const shape = keptShape(x, reduced)
  return { mean: mean.reshape(...shape), squares: squares.reshape(...shape), count }
}

/** Σ x² / n in double precision. */
export function meanSquare64(where: string, x: Tensor, axes: Axes | undefined, keepDims: boolean): Tensor {
  const reduction = { op: 'sumSquares', axes, keepDims, dtype: 'float64' } as const
  const total = reduce(where, floating(x), reduction)
  return total.div_(countOf(x, total))
}

/** Σ (x − mean)² / (n − correction) in double precision. */
function variance64(where: string, x: Tensor, axes?: Axes, options: VarianceOptions = {}): Tensor {
  checkOptions(where, options, varianceNames)
  const { correction = 0, keepDims = false } = options
  finite(where, 'correction', correction)
  flag(where, 'keepDims', keepDims)
  const { squares, count } = squaresAbout(where, x, axes, keepDims)
  return squares.div_(Math.max(count - correction, 0))
}

/** Σ (x − mean)² / (n − correction). */
export function variance(x: Tensor, axes?: Axes, options?: VarianceOptions): Tensor {
  return castTo(variance64('var', x, axes, options), toFloating(x.dtype))
}

/** The square root of the variance. */
export function deviation(x: Tensor, axes?: Axes, options?: VarianceOptions): Tensor {
  return castTo(rootOf(variance64('std', x, axes, options)), toFloating(x.dtype))
}

/** Σ|x|, √Σx² or max|x|, by the order. */
export function norm(x: Tensor, axes?: Axes, options: NormOptions = {}): Tensor {
  checkOptions('norm', options, normNames)
  const { ord = 2, keepDims = false } = options
  flag('norm', 'keepDims', keepDims)
  const source = floating(x)
  const fold = (op: ReduceOp, values: Tensor, dtype: DType): Tensor =>
    reduce('norm', values, { op, axes, keepDims, dtype })
  const result = (value: Tensor): Tensor => castTo(value, toFloating(x.dtype))
  if (ord === 1) return result(fold('sum', source.abs(), 'float64'))
  if (ord === 2) return result(rootOf(fold('sumSquares', source, 'float64')))
  if (ord !== Infinity) throw wrongValue('norm', 'ord 1, 2 or Infinity', ord)
  checkNotEmpty('norm', x, axes)
  return result(fold('max', source.abs(), source.dtype))
}

/** √x, which has a gradient at 0, too. */
function rootOf(squares: Tensor): Tensor {
  return known('root', squares, () => squares.sqrt())
}

/** The index of the first greatest or least element along an axis, or into the flattened tensor. */
export function argReduce(op: ArgReduceOp, x: Tensor, axis?: number, options?: ReduceOptions): Tensor {
  if (axis !== undefined && typeof axis !== 'number') {
    throw wrongKind(op, 'one axis, or none for the index into the flattened tensor', axis)
  }
  const keepDims = keepDimsOf(op, options)
  // The elements that are searched lie along the last axis of the source.
  const [source, reduced] = axis === undefined ? flattened(x) : alongAxis(op, x, axis)
  checkNotEmpty(op, x, axis)
  const out = emptyLike(x, source.shape.slice(0, -1), 'int32')
  x.backend.argReduce[op](source, out)
  return keepDims ? out.reshape(...keptShape(x, reduced)) : out
}

/** All elements as one axis, and the axes that they lay along. */
function flattened(x: Tensor): readonly [source: Strided, reduced: readonly number[]] {
  const source = { data: contiguousData(x), dtype: x.dtype, shape: [x.size], strides: [1], offset: 0 }
  return [source, [...x.shape.keys()]]
}

/** The tensor with an axis moved behind the others, and that axis. */
function alongAxis(where: string, x: Tensor, axis: number): readonly [Strided, readonly number[]] {
  const [layout, moved] = moveToEnd(where, x, normalizeAxis(where, axis, x.ndim))
  return [view(x, layout), moved]
}
