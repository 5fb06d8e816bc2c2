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
  if (typeof segment === 'number')
    return String(integer('rng.at', 'path', segment, 0, Number.MAX_SAFE_INTEGER))
  if (typeof segment !== 'string')
    throw new TypeError(message('rng.at', 'path to be a string or an index', show(segment)))
  if (segment !== '') return segment
  throw new RangeError(message('rng.at', 'a path that is not empty', "''", 'use clone() for the same stream'))
}
