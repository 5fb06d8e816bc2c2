import { byChunks, chunkOf } from './chunks.ts'
import { type BitSource, fillNarrowWords, fillWordPairs, fillWords } from './words.ts'

/** The arrays of unsigned integers that `bits` fills. */
export type BitArray = Uint8Array | Uint16Array | Uint32Array | BigUint64Array

function fill64(source: BitSource, out: BigUint64Array, start: number): void {
  const high = new Uint32Array(chunkOf(out))
  const low = new Uint32Array(chunkOf(out))
  byChunks(out.length, (done, count) => {
    fillWordPairs(source, high.subarray(0, count), low, start + done)
    for (let i = 0; i < count; i++) out[done + i] = (BigInt(high[i]!) << 32n) | BigInt(low[i]!)
  })
}

/** Uniform bits of the array's width. */
export function fillBits(source: BitSource, out: BitArray, start: number): void {
  if (out instanceof BigUint64Array) fill64(source, out, start)
  else if (out instanceof Uint32Array) fillWords(source, out, start)
  else {
    const words = new Uint32Array(out.length)
    fillNarrowWords(source, out instanceof Uint8Array ? 8 : 16, words, start)
    out.set(words)
  }
}
