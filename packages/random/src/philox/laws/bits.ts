import type { FillOptions } from '../../stream/rng.ts'
import { fillByChunks, WORDS } from '../words/chunks.ts'
import type { WordSource } from '../words/word-source.ts'

/** Fills with the words themselves. */
export function fillBits(source: WordSource, out: Uint32Array, { start }: Required<FillOptions>): void {
  fillByChunks(source, out, start, {
    layout: WORDS,
    transform: (words, values, count) => values.set(words.subarray(0, count)),
  })
}
