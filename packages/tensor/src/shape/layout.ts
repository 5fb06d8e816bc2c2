import { message, show, showShape, wrongKind, wrongValue } from '@nn/check'
import { normalizeAxes, normalizeAxis } from './axes.ts'
import { item } from './item.ts'
import { areCounts, areNumbers, rowMajor, sizeOf } from './shape.ts'
import { shapeError } from './shape-error.ts'

/** Where the elements of a tensor lie in its typed array. */
export interface Layout {
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly offset: number
}

/** Whether the elements lie row-major without gaps. */
export function isContiguous({ shape, strides }: Layout): boolean {
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const n = item(shape, axis)
    if (n === 0) return true
    if (n > 1 && strides[axis] !== step) return false
    step *= n
  }
  return true
}

/** Whether each axis steps over all that the axes behind it reach, which gives every element a place of its own. */
function isNested({ shape, strides }: Omit<Layout, 'offset'>): boolean {
  let reach = 0
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const n = item(shape, axis)
    const step = Math.abs(item(strides, axis))
    if (n > 1 && step <= reach) return false
    reach += (n - 1) * step
  }
  return true
}

/** Whether axes repeat elements or reach into each other, in whichever order they are taken. */
export function overlaps({ shape, strides }: Layout): boolean {
  if (isNested({ shape, strides }) || shape.includes(0)) return false
  const order = shape
    .map((_, axis) => axis)
    .sort((a, b) => Math.abs(item(strides, b)) - Math.abs(item(strides, a)))
  return !isNested({
    shape: order.map((axis) => item(shape, axis)),
    strides: order.map((axis) => item(strides, axis)),
  })
}

/** The lowest and the highest position of an element; the offset twice if there is none. */
export function extent({ shape, strides, offset }: Layout): [low: number, high: number] {
  let low = offset
  let high = offset
  for (let axis = 0; axis < shape.length; axis++) {
    const n = item(shape, axis)
    if (n === 0) return [offset, offset]
    const reach = (n - 1) * item(strides, axis)
    if (reach < 0) low += reach
    else high += reach
  }
  return [low, high]
}

/** Axes in the order `axes`: axis k of the result is axis `axes[k]` of the layout. */
export function permute(where: string, layout: Layout, axes: readonly number[]): Layout {
  const ndim = layout.shape.length
  const order = axes.map((axis) => normalizeAxis(where, axis, ndim))
  if (order.length !== ndim || new Set(order).size !== ndim) {
    throw wrongValue(where, `each of the ${ndim} axes once`, axes)
  }
  return {
    shape: order.map((axis) => item(layout.shape, axis)),
    strides: order.map((axis) => item(layout.strides, axis)),
    offset: layout.offset,
  }
}

/** Two axes exchanged, the last two if none are given. */
export function transpose(layout: Layout, axes: readonly number[]): Layout {
  const [a = -2, b = -1] = axes
  const ndim = layout.shape.length
  const order = Array.from({ length: ndim }, (_, axis) => axis)
  const first = normalizeAxis('transpose', a, ndim)
  const second = normalizeAxis('transpose', b, ndim)
  if (axes.length !== 0 && axes.length !== 2)
    throw wrongValue('transpose', 'two axes', axes, 'use permute for all of them')
  order[first] = second
  order[second] = first
  return permute('transpose', layout, order)
}

/** Axes of size 1 and new leading axes repeated by stride 0 until the shape is `shape`. */
export function expand(where: string, layout: Layout, shape: readonly number[]): Layout {
  const added = shape.length - layout.shape.length
  const fits = added >= 0 && layout.shape.every((n, axis) => n === 1 || n === shape[axis + added])
  if (!fits) {
    const expected = `a shape that broadcasts to ${showShape(shape)}`
    throw shapeError(where, expected, layout.shape)
  }
  const strides = shape.map((n, axis) => {
    const source = axis - added
    return source < 0 || layout.shape[source] !== n ? 0 : item(layout.strides, source)
  })
  return { shape, strides, offset: layout.offset }
}

/** Without the axes, which must have size 1; without every axis of size 1 for `undefined`. */
export function squeeze(layout: Layout, axes: readonly number[] | undefined): Layout {
  const { shape, strides, offset } = layout
  const given = axes === undefined ? undefined : normalizeAxes('squeeze', axes, shape.length)
  for (const axis of given ?? []) {
    if (shape[axis] === 1) continue
    throw shapeError('squeeze', `size 1 along axis ${axis}`, `shape ${showShape(shape)}`)
  }
  const stays = (n: number, axis: number): boolean => (given === undefined ? n !== 1 : !given.includes(axis))
  const kept = [...shape.keys()].filter((axis) => stays(item(shape, axis), axis))
  return {
    shape: kept.map((axis) => item(shape, axis)),
    strides: kept.map((axis) => item(strides, axis)),
    offset,
  }
}

/** With new axes of size 1 at `axes` of the result. */
export function unsqueeze({ shape, strides, offset }: Layout, axes: readonly number[]): Layout {
  const added = axes.length
  if (added === 0) throw wrongValue('unsqueeze', 'at least one axis', axes)
  const result = { shape: [...shape], strides: [...strides], offset }
  for (const at of normalizeAxes('unsqueeze', axes, shape.length + added)) {
    result.shape.splice(at, 0, 1)
    result.strides.splice(at, 0, 0)
  }
  return result
}

/** The shape in which the axes from `start` to `end`, both included, are one. */
export function flattenedShape({ shape }: Layout, start: number, end: number): number[] {
  if (shape.length === 0) return [1]
  const first = normalizeAxis('flatten', start, shape.length)
  const last = normalizeAxis('flatten', end, shape.length)
  if (first > last) {
    throw new RangeError(message('flatten', 'start not behind end', `axes ${start} and ${end}`))
  }
  return [...shape.slice(0, first), sizeOf(shape.slice(first, last + 1)), ...shape.slice(last + 1)]
}

/** `axes` moved behind the others, both in ascending order. */
export function moveToEnd(
  where: string,
  layout: Layout,
  axes: number | readonly number[] | undefined,
): [Layout, number[]] {
  const moved = normalizeAxes(where, axes, layout.shape.length)
  const kept = layout.shape.map((_, axis) => axis).filter((axis) => !moved.includes(axis))
  return [permute(where, layout, [...kept, ...moved]), moved]
}

/** The shape asked for, with the one `-1` replaced by the size that is left. */
export function inferShape(layout: Layout, asked: readonly number[]): number[] {
  if (!areNumbers(asked)) throw wrongKind('reshape', 'lengths', asked)
  const size = sizeOf(layout.shape)
  const free = asked.indexOf(-1)
  const known = sizeOf(asked.filter((_, axis) => axis !== free))
  const shape = free >= 0 && known > 0 ? asked.with(free, size / known) : [...asked]
  if (!areCounts(shape) || sizeOf(shape) !== size) {
    const expected = `a shape of ${size} elements like ${showShape(layout.shape)}`
    throw shapeError('reshape', expected, show(asked))
  }
  return shape
}

/**
 * The same elements in row-major order under `shape`, or undefined where no strides do it.
 * Axes of both shapes are matched in groups of equal size; a group can be cut anew if it lies evenly spaced.
 */
export function reshape(layout: Layout, shape: readonly number[]): Layout | undefined {
  const { offset } = layout
  if (sizeOf(shape) <= 1) return { shape, strides: rowMajor(shape), offset }
  const old = squeeze(layout, undefined)
  const strides = new Array<number>(shape.length).fill(0)
  let from = 0
  let to = 0
  while (from < old.shape.length) {
    const [first, start] = [from, to]
    let oldSize = item(old.shape, from++)
    let newSize = item(shape, to++)
    while (oldSize !== newSize) {
      if (oldSize < newSize) oldSize *= item(old.shape, from++)
      else newSize *= item(shape, to++)
    }
    for (let axis = first; axis < from - 1; axis++) {
      if (old.strides[axis] !== item(old.strides, axis + 1) * item(old.shape, axis + 1)) return undefined
    }
    let step = item(old.strides, from - 1)
    for (let axis = to - 1; axis >= start; axis--) {
      strides[axis] = step
      step *= item(shape, axis)
    }
  }
  return { shape, strides, offset }
}
