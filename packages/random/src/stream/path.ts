import { integer, message, show } from '@nn/check'

/**
 * The path of a stream below that of another one: their segments joined by a dot.
 *
 * @throws TypeError if the segment is no text or number, RangeError if it is empty or no index.
 */
export function pathBelow(path: string, segment: string | number): string {
  const text = segmentOf(segment)
  return path === '' ? text : `${path}.${text}`
}

function segmentOf(segment: string | number): string {
  if (typeof segment === 'number') return String(integer('rng.at', 'path', segment, 0))
  if (typeof segment === 'string' && segment !== '') return segment
  const expected = 'path to be an index or a string that is not empty'
  const Wrong = segment === '' ? RangeError : TypeError
  throw new Wrong(message('rng.at', expected, show(segment), 'use clone() for the same stream'))
}
