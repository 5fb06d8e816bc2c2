import type { BernoulliOptions, IntegersOptions, NumericArray } from '../../../stream/rng.ts'
import { swap } from '../../../stream/swap.ts'
import { fillBlocks, fillByBlocks, type PhiloxSource, scratchLength } from './source.ts'

/** The arrays of full-range integers. */
export type WordArray = Int32Array | Uint32Array | BigInt64Array | BigUint64Array

/** Full-range integers: the words as they are, one each, or two for 64 bits, low word first. */
export function fillWords(source: PhiloxSource, out: WordArray, start: number): void {
  if (out instanceof BigInt64Array || out instanceof BigUint64Array) {
    const values = new BigInt64Array(scratchLength(out, 2))
    fillByBlocks(source, out, start, 2, values, (words, values, count) => {
      for (let i = 0; i < count; i++) values[i] = pair(words, i)
    })
  } else
    fillByBlocks(source, out, start, 4, new Uint32Array(scratchLength(out, 4)), (words, values) =>
      values.set(words),
    )
}

/** Words 2i and 2i + 1 as one integer, low word first. */
function pair(words: Uint32Array, i: number): bigint {
  return (BigInt(words[2 * i + 1]!) << 32n) | BigInt(words[2 * i]!)
}

/** Integers of [low, high) in 32 bits: `low + word mod (high − low)`. */
export function fillIntegers(
  source: PhiloxSource,
  out: NumericArray,
  { low, high, start }: Required<IntegersOptions>,
): void {
  const range = high - low
  fillByBlocks(source, out, start, 4, new Float64Array(scratchLength(out, 4)), (words, values, count) => {
    for (let i = 0; i < count; i++) values[i] = low + (words[i]! % range)
  })
}

/** `tf.random.shuffle` of 0 … n − 1: for i = 0, 1, …, n − 2 swaps i with i + word mod (n − i). */
export function fillShuffle(source: PhiloxSource, out: NumericArray): void {
  const n = out.length
  const words = new Uint32Array(4)
  for (let i = 0; i < n; i++) out[i] = i
  for (let i = 0; i < n - 1; i++) {
    if (i % 4 === 0) fillBlocks(source, i / 4, 1, words)
    swap(out, i, i + (words[i % 4]! % (n - i)))
  }
}

/** 1 where a float32 uniform is below p, otherwise 0. */
export function fillBernoulli(
  source: PhiloxSource,
  out: NumericArray,
  { p, start }: Required<BernoulliOptions>,
): void {
  const threshold = Math.fround(p) * 2 ** 23
  fillByBlocks(source, out, start, 4, new Uint8Array(scratchLength(out, 4)), (words, values, count) => {
    for (let i = 0; i < count; i++) values[i] = (words[i]! & 0x7fffff) < threshold ? 1 : 0
  })
}

/** Integers of [low, high) in 64 bits: `low + words mod (high − low)`. */
export function fillIntegers64(
  source: PhiloxSource,
  out: BigInt64Array,
  { low, high, start }: { readonly low: bigint; readonly high: bigint; readonly start: number },
): void {
  const range = high - low
  fillByBlocks(source, out, start, 2, new BigInt64Array(scratchLength(out, 2)), (words, values, count) => {
    for (let i = 0; i < count; i++) values[i] = low + (pair(words, i) % range)
  })
}
