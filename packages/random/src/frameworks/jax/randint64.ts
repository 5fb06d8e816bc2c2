import { show } from '../../stream/check.ts'
import { byChunks, CHUNK } from './chunks.ts'
import { type BitSource, fillWordPairs } from './words.ts'

/** The range of 64-bit integers. */
export interface Integers64Range {
  readonly low: bigint
  readonly high: bigint
}

/** Checked ends of a range of int64. */
export function parseRange64(where: string, low: unknown, high: unknown): Integers64Range {
  const integer = (name: string, value: unknown, most: bigint): bigint => {
    if (typeof value !== 'bigint' && !Number.isSafeInteger(value))
      throw new TypeError(`${where}: expected ${name} to be an integer, got ${show(value)}`)
    const wide = BigInt(value as number)
    if (wide >= -(2n ** 63n) && wide <= most) return wide
    throw new RangeError(`${where}: expected ${name} to be an integer of 64 bits, got ${show(value)}`)
  }
  const range = { low: integer('low', low, 2n ** 63n - 1n), high: integer('high', high, 2n ** 63n) }
  if (range.low < range.high) return range
  throw new RangeError(`${where}: expected low < high, got low ${show(low)} and high ${show(high)}`)
}

/** `randint` in 64-bit arithmetic: `(upper mod span)·(2⁶⁴ mod span) + lower mod span`, mod span. */
export function fillRandint64(
  [upper, lower]: readonly BitSource[],
  out: BigInt64Array,
  { low, high }: Integers64Range,
  start: number,
): void {
  const wrap = (x: bigint) => BigInt.asUintN(64, x)
  const span = high - low
  const half = 2n ** 32n % span
  const multiplier = wrap(half * half) % span
  const high0 = new Uint32Array(CHUNK)
  const low0 = new Uint32Array(CHUNK)
  const draw = (source: BitSource, values: BigUint64Array, first: number) => {
    fillWordPairs(source, high0.subarray(0, values.length), low0, first)
    for (let i = 0; i < values.length; i++) values[i] = (BigInt(high0[i]!) << 32n) | BigInt(low0[i]!)
  }
  const uppers = new BigUint64Array(CHUNK)
  const lowers = new BigUint64Array(CHUNK)
  byChunks(out.length, (done, count) => {
    draw(upper!, uppers.subarray(0, count), start + done)
    draw(lower!, lowers.subarray(0, count), start + done)
    for (let i = 0; i < count; i++)
      out[done + i] = low + (wrap(wrap((uppers[i]! % span) * multiplier) + (lowers[i]! % span)) % span)
  })
}
