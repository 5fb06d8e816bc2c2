import type { NumericArray } from '../../stream/rng.ts'
import { CHUNK, fillGroups, GROUP, type WordSource } from '../words/word-source.ts'
import { bounded } from './integers.ts'

/** Fills with a uniform permutation of 0 … n − 1 by Fisher and Yates's shuffle: for i = 0, 1, … swap i with i + [0, n − i). */
export function fillPermutation(source: WordSource, out: NumericArray): void {
  const n = out.length
  for (let i = 0; i < n; i++) out[i] = i
  const words = new Uint32Array(CHUNK)
  for (let i = 0; i < n - 1; i++) {
    if (i % CHUNK === 0) fillGroups(source, words, i / GROUP, CHUNK / GROUP)
    const j = i + bounded(source, i, n - i, words[i % CHUNK]!)
    const swapped = out[i]!
    out[i] = out[j]!
    out[j] = swapped
  }
}
