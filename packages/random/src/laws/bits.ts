import { startOf } from '../check.ts'
import { fillByChunks, WORDS } from '../philox/chunks.ts'
import type { WordSource } from '../philox/word-source.ts'
import type { FillOptions } from '../rng.ts'

/** Fills with the words themselves. */
export function fillBits(source: WordSource, out: Uint32Array, { start = 0 }: FillOptions): void {
  startOf('rng.bits', start, out.length)
  fillByChunks(source, out, start, WORDS, (words, values) => values.set(words.subarray(0, values.length)))
}
