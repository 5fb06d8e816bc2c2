import { message, ShapeError, show } from '../errors.ts'
import { formatShape, normalizeAxis } from '../shape.ts'
import { checkStorable } from '../storable.ts'
import { Tensor } from '../tensor.ts'
import { contiguousData, emptyLike, view } from './apply.ts'

/** How the windows of `unfold` lie: the distance of their starts, and of the elements of one. Both default to 1. */
export interface UnfoldOptions {
  readonly step?: number
  readonly dilation?: number
}

/** How many elements are added before and after an axis. */
export type PadWidths = readonly [before: number, after: number]

/** Whether it is a pair of integers >= 0, without holes. */
export function isPadWidths(value: unknown): value is PadWidths {
  const pair: unknown[] = Array.isArray(value) ? [...value] : []
  return pair.length === 2 && pair.every((n) => Number.isSafeInteger(n) && (n as number) >= 0)
}

/** The windows of `size` elements along an axis as a new last axis. */
export function unfold(x: Tensor, axis: number, size: number, options: UnfoldOptions): Tensor {
  const { step = 1, dilation = 1 } = options
  const at = normalizeAxis('unfold', axis, x.ndim)
  const length = x.shape[at]!
  for (const [name, value] of Object.entries({ size, step, dilation })) {
    if (Number.isSafeInteger(value) && value >= 1) continue
    throw new RangeError(message('unfold', `${name} to be an integer >= 1`, show(value)))
  }
  const reach = dilation * (size - 1) + 1
  if (length < reach) {
    const expected = `at least ${reach} elements along axis ${axis} for a window`
    throw new ShapeError(message('unfold', expected, `shape ${formatShape(x.shape)}`))
  }
  const stride = x.strides[at]!
  return view(x, {
    shape: [...x.shape.with(at, Math.floor((length - reach) / step) + 1), size],
    strides: [...x.strides.with(at, stride * step), stride * dilation],
    offset: x.offset,
  })
}

/** A copy with `value` around it; the widths are for the last axes. */
export function pad(x: Tensor, widths: readonly PadWidths[], value: number): Tensor {
  if (!Array.isArray(widths)) {
    throw new TypeError(message('pad', 'an array of widths [before, after]', show(widths)))
  }
  const first = x.ndim - widths.length
  if (first < 0) {
    const expected = `at most ${x.ndim} widths for shape ${formatShape(x.shape)}`
    throw new ShapeError(message('pad', expected, String(widths.length)))
  }
  for (const pair of widths) {
    if (isPadWidths(pair)) continue
    throw new RangeError(message('pad', 'widths [before, after] of integers >= 0', show(pair)))
  }
  checkStorable('pad', [value], x.dtype)
  const widthAt = (axis: number): PadWidths => widths[axis - first] ?? [0, 0]
  const shape = x.shape.map((n, axis) => n + widthAt(axis)[0] + widthAt(axis)[1])
  const out = emptyLike(x, shape, x.dtype)
  if (value !== 0) out.fill_(value)
  const inner = x.shape.map((n, axis) => [widthAt(axis)[0], widthAt(axis)[0] + n] as const)
  out.slice(...inner).copy_(x)
  return out
}

/** The rows of `x` at `indices`, whose shape takes the place of the first axis. */
export function take(x: Tensor, indices: Tensor): Tensor {
  if (!(indices instanceof Tensor) || indices.dtype !== 'int32') {
    const got = indices instanceof Tensor ? indices.dtype : show(indices)
    throw new TypeError(message('take', 'indices of int32', got, "cast('int32') them first"))
  }
  if (x.ndim === 0) throw new ShapeError(message('take', 'a tensor with rows', 'shape []'))
  const count = x.shape[0]!
  const wrong = contiguousData(indices).find((index) => index < 0 || index >= count)
  if (wrong !== undefined) {
    throw new RangeError(message('take', `indices in [0, ${count})`, String(wrong)))
  }
  const out = emptyLike(x, [...indices.shape, ...x.shape.slice(1)], x.dtype)
  x.backend.take(x, indices, out)
  return out
}
