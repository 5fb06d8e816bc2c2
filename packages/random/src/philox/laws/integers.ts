import { integer, ordered, startOf } from '../../stream/check.ts'
import type { IntegersOptions, NumericArray } from '../../stream/rng.ts'
import { fillByChunks, INTEGERS } from '../chunks.ts'
import { mulhi } from '../philox.ts'
import { type WordSource, wordOfAttempt } from '../word-source.ts'

const TWO_32 = 2 ** 32

/**
 * A uniform integer of [0, range) from element `index` of the source, 1 ≤ range ≤ 2³²: the upper half of word·range;
 * the few words that would make some values likelier are passed over for those of the next attempt.
 * Lemire: "Fast random integer generation in an interval", ACM TOMACS 29, 2019, https://doi.org/10.1145/3230636
 */
export function bounded(source: WordSource, index: number, range: number, word: number): number {
  if (range === TWO_32) return word
  const surplus = TWO_32 % range
  let accepted = word
  for (let attempt = 1; Math.imul(accepted, range) >>> 0 < surplus; attempt++)
    accepted = wordOfAttempt(source, index, attempt)
  return mulhi(accepted, range)
}

/** The integers that an array holds exactly. */
export function capacity(out: NumericArray): [number, number] {
  if (out instanceof Float64Array) return [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  if (out instanceof Float32Array) return [-(2 ** 24), 2 ** 24]
  const bits = 8 * out.BYTES_PER_ELEMENT
  const signed = out instanceof Int8Array || out instanceof Int16Array || out instanceof Int32Array
  return signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1]
}

/** Fills with uniform integers of [low, high), one word an element. */
export function fillIntegers(source: WordSource, out: NumericArray, options: IntegersOptions): void {
  const { low = 0, high, start = 0 } = options
  const where = 'rng.integers'
  startOf(where, start, out.length)
  const [least, most] = capacity(out)
  integer(where, 'low', low, least, most)
  integer(where, 'high', high, least, most + 1)
  ordered(where, low, high)
  const range = high - low
  if (range > TWO_32) throw new RangeError(`${where}: expected high - low <= 2^32, got ${range}`)
  fillByChunks(source, out, start, INTEGERS, (words, values, first) => {
    for (let i = 0; i < values.length; i++) values[i] = low + bounded(source, first + i, range, words[i]!)
  })
}
