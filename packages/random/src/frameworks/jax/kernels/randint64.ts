import { byChunks, chunkOf } from './chunks.ts'
import { type BitSource, fillWordPairs } from './words.ts'

/** `randint` in 64-bit arithmetic: `(upper mod span)·(2⁶⁴ mod span) + lower mod span`, mod span. */
export function fillRandint64(
  [upper, lower]: readonly [BitSource, BitSource],
  out: BigInt64Array,
  { low, high }: { readonly low: bigint; readonly high: bigint },
  start: number,
): void {
  const wrap = (x: bigint) => BigInt.asUintN(64, x)
  const span = high - low
  const half = 2n ** 32n % span
  const multiplier = wrap(half * half) % span
  const high0 = new Uint32Array(chunkOf(out))
  const low0 = new Uint32Array(chunkOf(out))
  const draw = (source: BitSource, values: BigUint64Array, first: number) => {
    fillWordPairs(source, high0.subarray(0, values.length), low0, first)
    for (let i = 0; i < values.length; i++) values[i] = (BigInt(high0[i]!) << 32n) | BigInt(low0[i]!)
  }
  const uppers = new BigUint64Array(chunkOf(out))
  const lowers = new BigUint64Array(chunkOf(out))
  byChunks(out.length, (done, count) => {
    draw(upper, uppers.subarray(0, count), start + done)
    draw(lower, lowers.subarray(0, count), start + done)
    for (let i = 0; i < count; i++)
      out[done + i] = low + (wrap(wrap((uppers[i]! % span) * multiplier) + (lowers[i]! % span)) % span)
  })
}
