import type { ArgReduceOp, ReduceOp } from '../backend.ts'
import { type DType, isFloating } from '../dtype.ts'
import { message, show } from '../errors.ts'
import { moveToEnd } from '../layout.ts'
import { promote, toFloating } from '../promote.ts'
import { formatShape, normalizeAxis, sizeOf } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { castTo, contiguousData, emptyLike, view } from './apply.ts'

/** The axes of a reduction; all of them if left out. */
export type Axes = number | readonly number[]

/** Whether reduced axes stay with size 1. */
export interface ReduceOptions {
  readonly keepDims?: boolean
}

/**
 * `correction` is subtracted from the number of elements in the divisor: 0 for a population, 1 for a sample.
 */
export interface VarianceOptions extends ReduceOptions {
  readonly correction?: number
}

/** The order of a norm: 1, 2 (if left out) or Infinity. */
export interface NormOptions extends ReduceOptions {
  readonly ord?: number
}

function resultShape(x: Tensor, axes: readonly number[], keepDims: boolean): number[] {
  if (keepDims) return x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n))
  return x.shape.filter((_, axis) => !axes.includes(axis))
}

/** Runs a kernel over `axes`; the result has `dtype`. */
function reduce(
  where: string,
  op: ReduceOp,
  x: Tensor,
  axes: Axes | undefined,
  keepDims: boolean,
  dtype: DType,
): Tensor {
  const [layout, reduced] = moveToEnd(where, x, axes)
  const out = emptyLike(x, layout.shape.slice(0, x.ndim - reduced.length), dtype)
  x.backend.reduce[op](view(x, layout), reduced.length, out)
  return keepDims ? out.reshape(...resultShape(x, reduced, true)) : out
}

function countOf(where: string, x: Tensor, axes: Axes | undefined): number {
  const [layout, reduced] = moveToEnd(where, x, axes)
  return sizeOf(layout.shape.slice(x.ndim - reduced.length))
}

function checkNotEmpty(where: string, x: Tensor, count: number): void {
  if (count === 0) {
    throw new RangeError(message(where, 'at least one element to reduce', `shape ${formatShape(x.shape)}`))
  }
}

export function sum(op: 'sum' | 'prod', x: Tensor, axes: Axes | undefined, keepDims: boolean): Tensor {
  return reduce(op, op, x, axes, keepDims, promote(x.dtype, 'int32'))
}

export function extremum(op: 'max' | 'min', x: Tensor, axes: Axes | undefined, keepDims: boolean): Tensor {
  checkNotEmpty(op, x, countOf(op, x, axes))
  return reduce(op, op, x, axes, keepDims, x.dtype)
}

export function truth(op: 'any' | 'all', x: Tensor, axes: Axes | undefined, keepDims: boolean): Tensor {
  return reduce(op, op, x, axes, keepDims, 'bool')
}

/** The mean in double precision. */
function mean64(where: string, x: Tensor, axes: Axes | undefined, keepDims: boolean): Tensor {
  const source = castTo(x, toFloating(x.dtype))
  return reduce(where, 'sum', source, axes, keepDims, 'float64').div_(countOf(where, x, axes))
}

export function mean(x: Tensor, axes: Axes | undefined, keepDims: boolean): Tensor {
  return castTo(mean64('mean', x, axes, keepDims), toFloating(x.dtype))
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
  const count = sizeOf(layout.shape.slice(kept.length))
  if (!keepDims) return { mean, squares, count }
  const shape = resultShape(x, reduced, true)
  return { mean: mean.reshape(...shape), squares: squares.reshape(...shape), count }
}

/** Σ x² / n in double precision. */
export function meanSquare64(where: string, x: Tensor, axes: Axes | undefined, keepDims: boolean): Tensor {
  return reduce(where, 'sumSquares', floating(x), axes, keepDims, 'float64').div_(countOf(where, x, axes))
}

/** Σ (x - mean)² / (n - correction) in double precision. */
function variance64(where: string, x: Tensor, axes: Axes | undefined, options: VarianceOptions): Tensor {
  const { correction = 0, keepDims = false } = options
  if (!Number.isFinite(correction)) {
    throw new RangeError(message(where, 'a finite correction', show(correction)))
  }
  const { squares, count } = squaresAbout(where, x, axes, keepDims)
  return squares.div_(Math.max(count - correction, 0))
}

export function variance(x: Tensor, axes: Axes | undefined, options: VarianceOptions): Tensor {
  return castTo(variance64('var', x, axes, options), toFloating(x.dtype))
}

export function deviation(x: Tensor, axes: Axes | undefined, options: VarianceOptions): Tensor {
  return castTo(variance64('std', x, axes, options).sqrt_(), toFloating(x.dtype))
}

export function norm(x: Tensor, axes: Axes | undefined, options: NormOptions): Tensor {
  const { ord = 2, keepDims = false } = options
  const source = isFloating(x.dtype) ? x : castTo(x, 'float64')
  const result = (value: Tensor): Tensor => castTo(value, toFloating(x.dtype))
  if (ord === 1) return result(reduce('norm', 'sum', source.abs(), axes, keepDims, 'float64'))
  if (ord === 2) return result(reduce('norm', 'sumSquares', source, axes, keepDims, 'float64').sqrt_())
  if (ord !== Infinity) throw new RangeError(message('norm', 'ord 1, 2 or Infinity', show(ord)))
  checkNotEmpty('norm', x, countOf('norm', x, axes))
  return result(reduce('norm', 'max', source.abs(), axes, keepDims, source.dtype))
}

export function argReduce(op: ArgReduceOp, x: Tensor, axis: number | undefined, keepDims: boolean): Tensor {
  if (axis !== undefined && typeof axis !== 'number') {
    throw new TypeError(message(op, 'one axis, or none for the index into the flattened tensor', show(axis)))
  }
  const flat = axis === undefined
  const [layout] = moveToEnd(op, x, axis === undefined ? [] : normalizeAxis(op, axis, x.ndim))
  checkNotEmpty(op, x, flat ? x.size : x.shape.at(axis!)!)
  const source = flat
    ? { data: contiguousData(x), dtype: x.dtype, shape: [x.size], strides: [1], offset: 0 }
    : view(x, layout)
  const out = emptyLike(x, source.shape.slice(0, -1), 'int32')
  x.backend.argReduce[op](source, out)
  if (!keepDims) return out
  return out.reshape(
    ...resultShape(x, flat ? x.shape.map((_, k) => k) : [normalizeAxis(op, axis!, x.ndim)], true),
  )
}
