import { item } from './item.ts'

/** Where elements lie in a memory. */
export interface Layout {
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly offset: number
}

export function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}

/** Whether the elements are all of a memory of `length` elements, in row-major order. */
export function isWhole({ shape, strides, offset }: Layout, length: number): boolean {
  if (offset !== 0) return false
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const n = item(shape, axis)
    if (n !== 1 && strides[axis] !== step) return false
    step *= n
  }
  return step === length
}

/** Whether the elements fill a memory of `length` elements, in any order. */
export function fills(layout: Layout, length: number): boolean {
  if (sizeOf(layout.shape) !== length || overlapping(layout) !== undefined) return false
  const [low, high] = extent(layout)
  return low === 0 && high === length - 1
}

/** Whether two layouts have one shape. */
export function isAlike(a: Pick<Layout, 'shape'>, b: Pick<Layout, 'shape'>): boolean {
  if (a.shape.length !== b.shape.length) return false
  for (let axis = 0; axis < a.shape.length; axis++) if (a.shape[axis] !== b.shape[axis]) return false
  return true
}

/** Whether two layouts are the same places of one memory. */
export function isSame(a: Layout, b: Layout): boolean {
  if (a.offset !== b.offset || !isAlike(a, b)) return false
  for (let axis = 0; axis < a.shape.length; axis++)
    if (item(a.shape, axis) > 1 && a.strides[axis] !== b.strides[axis]) return false
  return true
}

/** The lowest and the highest place. */
export function extent({ shape, strides, offset }: Layout): [low: number, high: number] {
  let low = offset
  let high = offset
  for (let axis = 0; axis < shape.length; axis++) {
    const reach = (item(shape, axis) - 1) * item(strides, axis)
    if (reach < 0) low += reach
    else high += reach
  }
  return [low, high]
}

/** Whether an axis repeats its elements. */
export function isRepeated({ shape, strides }: Layout): boolean {
  for (let axis = 0; axis < shape.length; axis++)
    if (strides[axis] === 0 && item(shape, axis) > 1) return true
  return false
}

/**
 * An axis along which neighbours share places with others; undefined if every element has its own. Of several to blame it is the
 * shortest, as its parts are taken one by one.
 */
export function overlapping({ shape, strides }: Layout): number | undefined {
  const axes: number[] = []
  for (let axis = 0; axis < shape.length; axis++) if (item(shape, axis) > 1) axes.push(axis)
  axes.sort((a, b) => Math.abs(item(strides, a)) - Math.abs(item(strides, b)))
  let reach = 0
  for (const [i, axis] of axes.entries()) {
    const step = Math.abs(item(strides, axis))
    if (step <= reach) {
      const to = axes.slice(0, i + 1)
      return to.reduce((best, next) => (item(shape, next) < item(shape, best) ? next : best))
    }
    reach += (item(shape, axis) - 1) * step
  }
  return undefined
}
