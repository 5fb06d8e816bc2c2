import { integer, message, show } from '@nn/check'
import { Mt19937 } from '../engines/mt19937.ts'

const N = 624

/**
 * The Mersenne Twister of a state: 624 words and how many of their outputs are drawn.
 *
 * @throws TypeError or RangeError if they are not.
 */
export function mersenneOf(where: string, words: unknown, position: unknown): Mt19937 {
  if (!Array.isArray(words) || words.length !== N)
    throw new RangeError(message(where, `words to be a list of ${N}`, show(words)))
  const state = Uint32Array.from(words, (word, i) => integer(where, `word ${i}`, word, 0, 2 ** 32 - 1))
  return new Mt19937(state, integer(where, 'position', position, 0, N))
}
