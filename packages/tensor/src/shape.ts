import { message, ShapeError, show } from './errors.ts'

/** The number of elements: the product of the sizes, 1 for `[]`. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}

/** The strides of a row-major array without gaps. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step
    step *= Math.max(shape[axis]!, 1)
  }
  return strides
}

export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return true
}

/** Returns `shape`; throws unless it is an array of non-negative integers. */
export function checkShape(where: string, shape: readonly number[]): readonly number[] {
  if (!Array.isArray(shape)) {
    throw new TypeError(message(where, 'a shape like [2, 4]', show(shape), 'write it as an array of sizes'))
  }
  let valid = true
  for (const n of shape) valid &&= Number.isSafeInteger(n) && n >= 0
  if (!valid) {
    throw new ShapeError(message(where, 'a shape of non-negative integers', show(shape)))
  }
  return shape
}

/**
 * The shape that `a` and `b` are both broadcast to: equal sizes, or one of them 1, counted from the last
 * axis.
 */
export function broadcastShapes(
  where: string,
  a: readonly number[],
  b: readonly number[],
): readonly number[] {
  if (sameShape(a, b)) return a
  const ndim = Math.max(a.length, b.length)
  const shape = new Array<number>(ndim)
  for (let back = 1; back <= ndim; back++) {
    const m = a[a.length - back] ?? 1
    const n = b[b.length - back] ?? 1
    if (m !== n && m !== 1 && n !== 1) {
      const got = `${formatShape(a)} and ${formatShape(b)}`
      throw new ShapeError(
        message(where, 'shapes that broadcast', got, `axis ${-back} has ${m} and ${n} elements`),
      )
    }
    shape[ndim - back] = m === 1 ? n : m
  }
  return shape
}

/** An axis counted from the front; `axis` may be negative to count from the end. */
export function normalizeAxis(where: string, axis: number, ndim: number): number {
  if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim) {
    const range = ndim === 0 ? 'no axis, as the tensor is 0-d' : `an axis in [${-ndim}, ${ndim})`
    throw new RangeError(message(where, range, show(axis)))
  }
  return axis < 0 ? axis + ndim : axis
}

/** Distinct axes counted from the front, in ascending order; all of them for `undefined`. */
export function normalizeAxes(
  where: string,
  axes: number | readonly number[] | undefined,
  ndim: number,
): number[] {
  if (axes === undefined) return Array.from({ length: ndim }, (_, axis) => axis)
  const list = typeof axes === 'number' ? [axes] : axes
  if (!Array.isArray(list)) throw new TypeError(message(where, 'an axis or an array of axes', show(axes)))
  const normal = list.map((axis: number) => normalizeAxis(where, axis, ndim))
  if (new Set(normal).size < normal.length) {
    throw new RangeError(message(where, 'distinct axes', show(list)))
  }
  return normal.sort((a, b) => a - b)
}
