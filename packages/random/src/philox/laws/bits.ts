import { startOf } from '../../stream/check.ts'
import type { FillOptions } from '../../stream/rng.ts'
import { fillByChunks, WORDS } from '../chunks.ts'
import type { WordSource } from '../word-source.ts'

/** Fills with the words themselves. */
export function fillBits(source: WordSource, out: Uint32Array, { start = 0 }: FillOptions): void {
  startOf('rng.bits', start, out.length)
  fillByChunks(source, out, start, WORDS, (words, values) => values.set(words.subarray(0, values.length)))
}
