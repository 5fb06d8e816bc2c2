import { message, show } from '@nn/check'
import { isList } from './entropy.ts'

/** Integers of 64 and 128 bits: as 32-bit limbs, low one first, in the engines; as decimal digits in states. */

/** The decimal digits of `count` limbs from `limbs[first]` on. */
export function digitsOf(limbs: Uint32Array, first: number, count: number): string {
  let value = 0n
  for (const limb of limbs.subarray(first, first + count).toReversed()) value = (value << 32n) | BigInt(limb)
  return String(value)
}

/**
 * The limbs of an integer of a state: decimal digits, a bigint or a safe integer.
 *
 * @throws RangeError if it is none of these or does not fit.
 */
export function limbsOf(where: string, name: string, value: unknown, count: number): Uint32Array {
  const integer = integerOf(value)
  if (integer < 0n || integer >= 1n << BigInt(32 * count)) {
    const expected = `${name} to be an integer of [0, 2^${32 * count}), as digits or bigint`
    throw new RangeError(message(where, expected, show(value)))
  }
  return Uint32Array.from({ length: count }, (_, i) => Number((integer >> BigInt(32 * i)) & 0xffffffffn))
}

/** The integer, or −1 where there is none. */
function integerOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : -1n
  return typeof value === 'string' && /^\d{1,39}$/.test(value) ? BigInt(value) : -1n
}

/** The limbs of a list of `length` 64-bit integers. */
export function limbsOfList(where: string, name: string, value: unknown, length: number): Uint32Array {
  if (!isList(value) || value.length !== length)
    throw new RangeError(message(where, `${name} to be a list of ${length} integers`, show(value)))
  return Uint32Array.from(Array.from(value).flatMap((item) => [...limbsOf(where, name, item, 2)]))
}

/** The decimal digits of each 64-bit integer of the limbs. */
export function digitsOfList(limbs: Uint32Array): string[] {
  return Array.from({ length: limbs.length / 2 }, (_, i) => digitsOf(limbs, 2 * i, 2))
}
