import { mulhi } from '../../engines/philox4x32.ts'
import type { IntegersOptions, NumericArray } from '../../stream/rng.ts'
import { DOUBLES, fillByChunks, firstWord, INTEGERS } from '../words/chunks.ts'
import { type WordSource, wordOfAttempt } from '../words/word-source.ts'

const TWO_32 = 2 ** 32

/**
 * A uniform integer of [0, range) from element `index` of the source, 1 ≤ range ≤ 2³²: the upper half of word·range;
 * the few words that would make some values likelier are passed over for those of the next attempt.
 * Lemire: "Fast random integer generation in an interval", ACM TOMACS 29, 2019, https://doi.org/10.1145/3230636
 */
export function bounded(source: WordSource, index: number, range: number, word: number): number {
  if (range === TWO_32) return word
  let accepted = word
  // Hardly ever is the lower half below the range; where it is not, the surplus, which is below the range, need not be known.
  for (let attempt = 1, low = lower(word, range); low < range && low < TWO_32 % range; attempt++) {
    accepted = wordOfAttempt(source, index, attempt)
    low = lower(accepted, range)
  }
  return mulhi(accepted, range)
}

/** Lower 32 bits of a product. */
function lower(word: number, range: number): number {
  return Math.imul(word, range) >>> 0
}

const TWO_53 = 2 ** 53

/** 53 bits of two words. */
function wide(high: number, low: number): number {
  return (high >>> 11) * TWO_32 + low
}

/** A uniform integer of [0, range) from element `index` of the source, range ≤ 2⁵³: 53 bits modulo the range, those of the last turn passed over. */
function boundedWide(source: WordSource, index: number, range: number, value: number): number {
  const whole = TWO_53 - (TWO_53 % range)
  const word = firstWord(index)
  let accepted = value
  for (let attempt = 1; accepted >= whole; attempt++)
    accepted = wide(wordOfAttempt(source, word, attempt), wordOfAttempt(source, word + 4, attempt))
  return accepted % range
}

/** Fills with uniform integers of [low, high), one word an element; two where the range is wider than one. */
export function fillIntegers(
  source: WordSource,
  out: NumericArray,
  { low, high, start }: Required<IntegersOptions>,
): void {
  const range = high - low
  if (range > TWO_32) {
    fillByChunks(source, out, start, {
      layout: DOUBLES,
      transform(words, values, count, first) {
        for (let i = 0; i < count; i++) {
          const w = firstWord(i)
          values[i] = low + boundedWide(source, first + i, range, wide(words[w]!, words[w + 4]!))
        }
      },
    })
    return
  }
  fillByChunks(source, out, start, {
    layout: INTEGERS,
    transform(words, values, count, first) {
      for (let i = 0; i < count; i++) values[i] = low + bounded(source, first + i, range, words[i]!)
    },
  })
}
