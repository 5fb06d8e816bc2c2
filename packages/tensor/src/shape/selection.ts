import { message, showShape, wrongKind, wrongValue } from '@nn/check'
import { item } from './item.ts'
import type { Layout } from './layout.ts'
import { areNumbers } from './shape.ts'

/** The elements `start, start + step, …` before `stop` of an axis; negative bounds count from the end, open ends are `null`. */
export type Range = readonly [
  start?: number | null | undefined,
  stop?: number | null | undefined,
  step?: number | null | undefined,
]

/** The part of one axis that is selected: all of it (`null`), one index, which drops the axis, or a range. */
export type SelectionItem = null | number | Range

/** An index counted from the front. */
function resolveIndex(where: string, index: number, size: number, axis: number): number {
  if (!Number.isInteger(index) || index < -size || index >= size) {
    const range =
      size === 0
        ? `no index along the empty axis ${axis}`
        : `an index in [${-size}, ${size}) along axis ${axis}`
    throw wrongValue(where, range, index)
  }
  return index < 0 ? index + size : index
}

/** The first index, the step and the count of a range along an axis of `size` elements, by NumPy's rules. */
function resolveRange(
  where: string,
  range: Range,
  size: number,
): [start: number, step: number, count: number] {
  const step = range[2] ?? 1
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1]
  const bound = (value: number): number => Math.min(Math.max(value < 0 ? value + size : value, low), high)
  if (
    range.length > 3 ||
    step === 0 ||
    ![...range].every((x) => x === null || x === undefined || Number.isInteger(x))
  ) {
    throw wrongValue(where, 'a range [start, stop?, step?] of integers with a step other than 0', range)
  }
  const start = range[0] == null ? (step > 0 ? low : high) : bound(range[0])
  const stop = range[1] == null ? (step > 0 ? high : low) : bound(range[1])
  return [start, step, Math.max(0, Math.ceil((stop - start) / step))]
}

/** The layout of the elements selected, one item for each axis from the first. */
export function select(where: string, layout: Layout, selection: readonly SelectionItem[]): Layout {
  const { shape, strides } = layout
  if (!Array.isArray(selection)) {
    throw wrongKind(where, 'an array of indices and ranges like [0, 0]', selection)
  }
  if (selection.length > shape.length) {
    const expected = `at most ${shape.length} indices for shape ${showShape(shape)}`
    throw new RangeError(message(where, expected, String(selection.length)))
  }
  let offset = layout.offset
  const newShape: number[] = []
  const newStrides: number[] = []
  shape.forEach((size, axis) => {
    const wanted = axis < selection.length ? item(selection, axis) : null
    const stride = item(strides, axis)
    if (typeof wanted === 'number') {
      offset += resolveIndex(where, wanted, size, axis) * stride
      return
    }
    if (wanted !== null && !Array.isArray(wanted)) {
      throw wrongKind(where, 'null, an index or a range [start, stop?, step?]', wanted)
    }
    const [start, step, count] = resolveRange(where, wanted ?? [], size)
    if (count > 0) offset += start * stride
    newShape.push(count)
    newStrides.push(step * stride)
  })
  return { shape: newShape, strides: newStrides, offset }
}

/** The layout of the elements at leading indices. */
export function at(where: string, layout: Layout, indices: readonly number[]): Layout {
  if (!areNumbers(indices)) throw wrongKind(where, 'indices', indices, 'use slice for ranges')
  return select(where, layout, indices)
}
