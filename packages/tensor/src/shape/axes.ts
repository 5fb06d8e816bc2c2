import { wrongKind, wrongValue } from '@nn/check'

/** An axis counted from the front; `axis` may be negative to count from the end. */
export function normalizeAxis(where: string, axis: number, ndim: number): number {
  if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim) {
    const expected = ndim === 0 ? 'no axis, as the tensor is 0-d' : `an axis in [${-ndim}, ${ndim})`
    const wrong = typeof axis === 'number' ? wrongValue : wrongKind
    throw wrong(where, expected, axis)
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
  if (!Array.isArray(list)) throw wrongKind(where, 'an axis or an array of axes', axes)
  const normal = list.map((axis: number) => normalizeAxis(where, axis, ndim))
  if (new Set(normal).size < normal.length) {
    throw wrongValue(where, 'distinct axes', list)
  }
  return normal.sort((a, b) => a - b)
}
