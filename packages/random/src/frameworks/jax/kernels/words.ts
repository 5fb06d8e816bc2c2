import { threefry2x32 } from '../../../engines/threefry2x32.ts'
import type { JaxKey } from '../key.ts'
import { byChunks, CHUNK } from './chunks.ts'
import { type JaxSimd, jaxSimd } from './simd.ts'

const TWO_32 = 2 ** 32
const block = /* @__PURE__ */ new Uint32Array(2)

/** The bits of one fill. In the original order an element's bits depend on how many there are. */
export interface BitSource {
  readonly key: JaxKey
  readonly total: number
}

/**
 * Encrypts the counters from `first` on into the kernels' memory, if the order, the count and the counters allow it; says
 * whether it did.
 */
export function encryptBySimd(
  { exports }: JaxSimd,
  key: JaxKey,
  first: number,
  count: number,
  folded: boolean,
): boolean {
  const low = first % TWO_32
  if (!key.partitionable || count > CHUNK || low + CHUNK > TWO_32) return false
  const [k0, k1] = key.words
  exports.threefry(k0, k1, Math.floor(first / TWO_32), 0, low, Math.ceil(count / 8), folded)
  return true
}

/** Writes the 32-bit words of the elements from `first` on. */
export function fillWords(source: BitSource, out: Uint32Array, first: number): void {
  const simd = jaxSimd(source.total)
  byChunks(out.length, (done, count) => {
    const part = out.subarray(done, done + count)
    if (simd && encryptBySimd(simd, source.key, first + done, count, true))
      part.set(simd.words.subarray(0, count))
    else fillPlainWords(source, part, first + done)
  })
}

function fillPlainWords({ key, total }: BitSource, out: Uint32Array, first: number): void {
  const [k0, k1] = key.words
  if (key.partitionable) {
    for (let i = 0; i < out.length; i++) {
      const index = first + i
      threefry2x32(k0, k1, index < TWO_32 ? 0 : Math.floor(index / TWO_32), index, block)
      out[i] = block[0]! ^ block[1]!
    }
    return
  }
  // 0 … total − 1 in two halves, the second padded with 0: (i, half + i) gives words i and half + i.
  const half = Math.ceil(total / 2)
  for (let i = 0; i < out.length; i++) {
    const index = first + i
    const left = index < half ? index : index - half
    const right = left + half
    threefry2x32(k0, k1, left, right < total ? right : 0, block)
    out[i] = block[index < half ? 0 : 1]!
  }
}

/** Writes the upper and the lower words of the 64-bit elements from `first` on. */
export function fillWordPairs(
  { key, total }: BitSource,
  high: Uint32Array,
  low: Uint32Array,
  first: number,
): void {
  const [k0, k1] = key.words
  const simd = jaxSimd(total)
  if (simd && encryptBySimd(simd, key, first, high.length, false)) {
    high.set(simd.words.subarray(0, high.length))
    low.set(simd.secondWords.subarray(0, high.length))
    return
  }
  for (let i = 0; i < high.length; i++) {
    const index = first + i
    // The original order's 2·total words are upper words first: the two halves of the cipher's pairs.
    if (key.partitionable) threefry2x32(k0, k1, Math.floor(index / TWO_32), index, block)
    else threefry2x32(k0, k1, index, total + index, block)
    high[i] = block[0]!
    low[i] = block[1]!
  }
}

/** Writes the 8- or 16-bit elements from `first` on: the low bits of a word each, or little-endian parts of words. */
export function fillNarrowWords(
  { key, total }: BitSource,
  width: 8 | 16,
  out: Uint32Array,
  first: number,
): void {
  const mask = 2 ** width - 1
  if (key.partitionable) {
    fillWords({ key, total }, out, first)
    for (let i = 0; i < out.length; i++) out[i]! &= mask
    return
  }
  const parts = 32 / width
  const source = { key, total: Math.ceil(total / parts) }
  const begin = Math.floor(first / parts)
  const words = new Uint32Array(Math.ceil((first + out.length) / parts) - begin)
  fillWords(source, words, begin)
  for (let i = 0; i < out.length; i++) {
    const index = first + i
    out[i] = (words[Math.floor(index / parts) - begin]! >>> (width * (index % parts))) & mask
  }
}
