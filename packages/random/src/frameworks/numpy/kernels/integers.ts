import type { NumericArray } from '../../../stream/rng.ts'
import type { Drawer } from './bounded.ts'

const CHUNK = 1024

/** Writes `low` plus what is drawn. */
export function writeIntegers(
  out: NumericArray | BigInt64Array | BigUint64Array,
  low: bigint,
  draw: Drawer,
): void {
  const pairs = new Uint32Array(2 * CHUNK)
  const base = Number(low)
  for (let done = 0; done < out.length; done += CHUNK) {
    const count = Math.min(CHUNK, out.length - done)
    draw(pairs, count)
    if (out instanceof BigInt64Array || out instanceof BigUint64Array)
      for (let i = 0; i < count; i++)
        out[done + i] = low + ((BigInt(pairs[2 * i + 1]!) << 32n) | BigInt(pairs[2 * i]!))
    else
      for (let i = 0; i < count; i++) {
        const high = pairs[2 * i + 1]!
        // A draw of 53 bits or more is exact only as a bigint, even where the sum is small.
        const exact = high < 2 ** 21
        out[done + i] = exact
          ? base + (high * 2 ** 32 + pairs[2 * i]!)
          : Number(low + ((BigInt(high) << 32n) | BigInt(pairs[2 * i]!)))
      }
  }
}
