import { isDetached, message, show } from '@nn/check'
import { wordsOf } from '../../numerics/words-of.ts'
import { type Seeds, seedOf } from '../../stream/seed.ts'

/** What NumPy makes a seed of: an integer ≥ 0 of any size, or a list of them. */
export type Entropy = number | bigint | ArrayLike<number | bigint>

const ANY: Seeds = { least: -Infinity, most: Infinity, cure: 'try 42' }

/**
 * The 32-bit words of entropy: an integer's little-endian words (one 0 for 0), a list's words one element after the other.
 *
 * @throws TypeError if it is no integer or list of integers, RangeError if one is negative or beyond a number's exact integers.
 */
export function entropyWords(where: string, entropy: unknown): number[] {
  if (typeof entropy === 'number' || typeof entropy === 'bigint') return integerWords(where, entropy)
  if (isList(entropy)) return Array.from(entropy).flatMap((part) => integerWords(where, part))
  const expected = 'a seed that is an integer >= 0 or a list of them'
  throw new TypeError(message(where, expected, show(entropy), 'try 42'))
}

/** An array or typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value && !isDetached(value))
}

function integerWords(where: string, value: unknown): number[] {
  const seed = seedOf(where, value, ANY)
  if (seed < 0n) throw new RangeError(message(where, 'a seed >= 0', show(value), 'NumPy takes no other'))
  return wordsOf(seed)
}
