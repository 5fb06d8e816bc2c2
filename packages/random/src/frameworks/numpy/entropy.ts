import { show } from '../../stream/check.ts'

/** What NumPy makes a seed of: an integer ≥ 0 of any size, or a list of them. */
export type Entropy = number | bigint | ArrayLike<number | bigint>

/**
 * The 32-bit words of entropy: an integer's little-endian words (one 0 for 0), a list's words one element after the other.
 *
 * @throws TypeError if it is no integer or list of integers, RangeError if one is negative or beyond a number's exact integers.
 */
export function entropyWords(where: string, entropy: unknown): number[] {
  if (typeof entropy === 'number' || typeof entropy === 'bigint') return integerWords(where, entropy)
  if (!Array.isArray(entropy) && !(ArrayBuffer.isView(entropy) && !(entropy instanceof DataView)))
    throw new TypeError(
      `${where}: expected a seed that is an integer >= 0 or a list of them, got ${show(entropy)}; try 42`,
    )
  return Array.from(entropy as ArrayLike<unknown>).flatMap((part) => integerWords(where, part))
}

function integerWords(where: string, value: unknown): number[] {
  if (typeof value !== 'number' && typeof value !== 'bigint')
    throw new TypeError(`${where}: expected a seed of integers, got ${show(value)}`)
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError(
      `${where}: expected a seed of safe integers or bigints, got ${show(value)}; for more than 53 bits write a bigint such as 42n`,
    )
  if (value < 0)
    throw new RangeError(`${where}: expected a seed >= 0, got ${show(value)}; NumPy takes no other`)
  const words: number[] = []
  let rest = BigInt(value)
  do {
    words.push(Number(rest & 0xffffffffn))
    rest >>= 32n
  } while (rest > 0n)
  return words
}
