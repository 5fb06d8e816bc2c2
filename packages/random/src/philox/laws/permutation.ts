import type { NumericArray } from '../../stream/rng.ts'
import { wordsOf } from '../words/chunks.ts'
import { simd } from '../words/simd.ts'
import { CHUNK, GROUP, type WordSource } from '../words/word-source.ts'
import { bounded } from './integers.ts'

/** Fills with a uniform permutation of 0 … n − 1 by Fisher and Yates's shuffle: for i = 0, 1, … swap i with i + [0, n − i). */
export function fillPermutation(source: WordSource, out: NumericArray): void {
  const n = out.length
  for (let i = 0; i < n; i++) out[i] = i
  for (let from = 0; from < n - 1; from += CHUNK) {
    const count = Math.min(CHUNK, n - 1 - from)
    const words = wordsOf(source, from / GROUP, Math.ceil(count / GROUP), simd(count))
    for (let i = from; i < from + count; i++) {
      const j = i + bounded(source, i, n - i, words[i - from]!)
      const swapped = out[i]!
      out[i] = out[j]!
      out[j] = swapped
    }
  }
}
