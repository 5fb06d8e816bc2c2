import {
  checkOptions,
  integer,
  message,
  type OptionNames,
  show,
  showShape,
  wrongKind,
  wrongValue,
} from '@nn/check'
import { checkValue } from '../dtype/storable.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { normalizeAxis } from '../shape/axes.ts'
import { item } from '../shape/item.ts'
import type { Range } from '../shape/selection.ts'
import { areCounts } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { contiguousData } from './cast.ts'
import { emptyLike, resultLike, view } from './results.ts'

/** Where the windows of `unfold` lie. */
export interface UnfoldOptions {
  /** The distance of neighbouring windows. Default 1. */
  readonly step?: number
  /** The distance of neighbouring elements of a window. Default 1. */
  readonly dilation?: number
}

const unfoldNames: OptionNames<UnfoldOptions> = { step: true, dilation: true }

/** The numbers of elements that are added before and after an axis. */
export type PadWidths = readonly [before: number, after: number]

/** Whether a value is a pair of integers >= 0, without holes. */
export function isPadWidths(value: unknown): value is PadWidths {
  return Array.isArray(value) && value.length === 2 && areCounts(value)
}

/** The number of elements that a window, or a kernel, of `size` elements reaches over. */
export function reach(size: number, dilation: number): number {
  return dilation * (size - 1) + 1
}

/** The windows of `size` elements along an axis as a new last axis. */
export function unfold(x: Tensor, axis: number, size: number, options?: UnfoldOptions): Tensor {
  checkOptions('unfold', options, unfoldNames)
  const { step = 1, dilation = 1 } = options ?? {}
  const at = normalizeAxis('unfold', axis, x.ndim)
  const length = item(x.shape, at)
  for (const [name, value] of Object.entries({ size, step, dilation })) integer('unfold', name, value, 1)
  const reached = reach(size, dilation)
  if (length < reached) {
    const expected = `at least ${reached} elements along axis ${axis} for a window`
    throw shapeError('unfold', expected, `shape ${showShape(x.shape)}`)
  }
  const stride = item(x.strides, at)
  return view(x, {
    shape: [...x.shape.with(at, Math.floor((length - reached) / step) + 1), size],
    strides: [...x.strides.with(at, stride * step), stride * dilation],
    offset: x.offset,
  })
}

/** A copy with `value` around it; the widths are for the last axes. */
export function pad(x: Tensor, widths: readonly PadWidths[], value: number | boolean): Tensor {
  if (!Array.isArray(widths)) {
    throw wrongKind('pad', 'an array of widths [before, after]', widths)
  }
  const first = x.ndim - widths.length
  if (first < 0) {
    const expected = `at most ${x.ndim} widths for shape ${showShape(x.shape)}`
    throw shapeError('pad', expected, String(widths.length))
  }
  for (const pair of widths) {
    if (isPadWidths(pair)) continue
    throw wrongValue('pad', 'widths [before, after] of integers >= 0', pair)
  }
  if (typeof value !== 'number' && typeof value !== 'boolean') {
    throw wrongKind('pad', 'a number or a boolean', value)
  }
  checkValue('pad', Number(value), x.dtype)
  const widthAt = (axis: number): PadWidths => widths[axis - first] ?? [0, 0]
  const shape = x.shape.map((n, axis) => {
    const [before, after] = widthAt(axis)
    return before + n + after
  })
  const out = emptyLike(x, shape, x.dtype)
  if (!Object.is(value, 0)) out.fill_(value)
  const inner = x.shape.map((n, axis): Range => {
    const [before] = widthAt(axis)
    return [before, before + n]
  })
  out.slice(...inner).copy_(x)
  return out
}

/** The rows of `x` at `indices`, whose shape takes the place of the first axis. */
export function take(x: Tensor, indices: Tensor): Tensor {
  if (!isTensor(indices) || indices.dtype !== 'int32') {
    const got = isTensor(indices) ? indices.dtype : show(indices)
    throw new TypeError(message('take', 'indices of int32', got, "cast('int32') them first"))
  }
  const [count, ...rest] = x.shape
  if (count === undefined) throw shapeError('take', 'a tensor with rows', 'shape []')
  const wrong = contiguousData(indices).find((index) => index < 0 || index >= count)
  if (wrong !== undefined) {
    throw new RangeError(message('take', `indices in [0, ${count})`, String(wrong)))
  }
  const out = resultLike(x, [...indices.shape, ...rest], x.dtype)
  x.backend.take(x, indices, out)
  return out
}
