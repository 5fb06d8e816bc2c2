import type { NumericArray } from '../../../stream/rng.ts'
import { byChunks, chunkOf } from './chunks.ts'
import { type BitSource, fillWords } from './words.ts'

const TWO_32 = 2 ** 32

/** Two words an element: `(upper mod span)·(2³² mod span) + lower mod span`, in 32-bit arithmetic, mod span. */
export function fillRandint(
  [upper, lower]: readonly [BitSource, BitSource],
  out: NumericArray,
  { low, high }: { readonly low: number; readonly high: number },
  start: number,
): void {
  const span = high - low
  const half = 65536 % span
  // A 32-bit product in JAX: 2¹⁶·2¹⁶ is 0 there, and so is the weight of the upper word for spans above 2¹⁶.
  const multiplier = ((half * half) % TWO_32) % span
  const uppers = new Uint32Array(chunkOf(out))
  const lowers = new Uint32Array(chunkOf(out))
  byChunks(out.length, (done, count) => {
    fillWords(upper, uppers.subarray(0, count), start + done)
    fillWords(lower, lowers.subarray(0, count), start + done)
    for (let i = 0; i < count; i++) {
      const product = Math.imul(uppers[i]! % span, multiplier)
      out[done + i] = low + (((product + (lowers[i]! % span)) >>> 0) % span)
    }
  })
}
