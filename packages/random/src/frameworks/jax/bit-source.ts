import { message } from '@nn/check'
import type { BitSource } from './kernels/words.ts'
import { checkKey, type JaxKey } from './key.ts'

/**
 * The bits of a fill of `length` elements from `start` on.
 *
 * @throws TypeError if the key is none, RangeError if `start` is not 0 in the original order, or if that has no counter left.
 */
export function bitSource(where: string, key: JaxKey, length: number, start: number): BitSource {
  checkKey(where, key)
  if (!key.partitionable && start > 0)
    throw new RangeError(
      message(where, 'start 0 for a key that is not partitionable', String(start), 'fill the whole array'),
    )
  if (!key.partitionable && 2 * length >= 2 ** 32)
    throw new RangeError(message(where, 'at most 2^31 - 1 elements in the original order', String(length)))
  return { key, total: start + length }
}
