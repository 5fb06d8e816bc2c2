import { message, show } from '@nn/check'
import { sizeOf } from '../math/size-of.ts'
import type { InitRequest } from './request.ts'

/** Throws unless `[start, end)` is a range of the request's elements. */
export function checkRange({ path, shape }: InitRequest, start: number, end: number): void {
  const size = sizeOf(shape)
  if (Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= size) return
  const got = `start ${show(start)} and end ${show(end)}`
  throw new RangeError(message(path, `a slice of [0, ${size})`, got))
}
