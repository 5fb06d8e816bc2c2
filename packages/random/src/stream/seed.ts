import { message, show } from '@nn/check'

/** How many streams, keys or seeds one call makes: they are objects, and more of them fill the memory. */
export const MOST_STREAMS: number = 2 ** 20

/** Which integers are seeds, and what to do about others. */
export interface Seeds {
  /** The smallest seed; −Infinity where there is none. */
  readonly least: bigint | number
  /** The largest seed; Infinity where there is none. */
  readonly most: bigint | number
  /** The cure of a wrong kind, such as `try createRng(42)`. */
  readonly cure: string
}

/**
 * The seed as a bigint.
 *
 * @throws TypeError if it is no number or bigint, RangeError if it is no safe integer or out of range.
 */
export function seedOf(where: string, seed: unknown, { least, most, cure }: Seeds): bigint {
  const integer = 'a seed that is a safe integer or a bigint such as 42n'
  if (typeof seed !== 'bigint' && typeof seed !== 'number')
    throw new TypeError(message(where, integer, show(seed), cure))
  if (typeof seed === 'number' && !Number.isSafeInteger(seed))
    throw new RangeError(message(where, integer, show(seed)))
  const value = BigInt(seed)
  if (least <= value && value <= most) return value
  throw new RangeError(message(where, `a seed of [${least}, ${most}]`, show(seed)))
}
