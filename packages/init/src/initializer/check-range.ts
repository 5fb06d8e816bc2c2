import { message, show } from '@nn/check'
import { sizeOf } from '../math/size-of.ts'
import type { InitRequest } from './request.ts'

/** The range `[start, end)` of a request's elements, by default all of them. @throws RangeError if it is none. */
export function checkRange(
  { path, shape }: InitRequest,
  start: number | undefined,
  end: number | undefined,
): readonly [start: number, end: number] {
  const size = sizeOf(shape)
  const [from, to] = [start ?? 0, end ?? size]
  if (Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= size)
    return [from, to]
  const got = `start ${show(start)} and end ${show(end)}`
  throw new RangeError(message(path, `a slice of [0, ${size})`, got))
}
