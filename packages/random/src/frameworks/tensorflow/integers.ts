import { capacity } from '../../philox/laws/integers.ts'
import { roundKeys } from '../../philox/philox.ts'
import { finite, instance, integer, NUMBERS, ordered, show, startOf } from '../../stream/check.ts'
import type { BernoulliOptions, FillOptions, IntegersOptions, NumericArray } from '../../stream/rng.ts'
import { int64 } from './seed.ts'
import { fillBlocks, fillByBlocks, type PhiloxSource, scratchLength } from './source.ts'

/** The range of 64-bit integers. */
export interface Integers64Options extends FillOptions {
  /** Included lower end. Default 0. */
  readonly low?: number | bigint
  /** Excluded upper end. */
  readonly high: number | bigint
}

/** The arrays of full-range integers. */
export type WordArray = Int32Array | Uint32Array | BigInt64Array | BigUint64Array

/** Full-range integers: the words as they are, one each, or two for 64 bits, low word first. */
export function fillWords<T extends WordArray>(
  where: string,
  source: PhiloxSource,
  out: T,
  { start = 0 }: FillOptions,
): T {
  const kinds = [Int32Array, Uint32Array, BigInt64Array, BigUint64Array]
  if (!kinds.some((kind) => out instanceof kind))
    throw new TypeError(`${where}: expected out to be an array of 32- or 64-bit integers, got ${show(out)}`)
  startOf(where, start, out.length)
  if (out instanceof BigInt64Array || out instanceof BigUint64Array)
    fillByBlocks(
      source,
      out as BigUint64Array,
      start,
      2,
      new BigUint64Array(scratchLength(2)),
      (words, values, count) => {
        for (let i = 0; i < count; i++) values[i] = (BigInt(words[2 * i + 1]!) << 32n) | BigInt(words[2 * i]!)
      },
    )
  else
    fillByBlocks(source, out as Uint32Array, start, 4, new Uint32Array(scratchLength(4)), (words, values) =>
      values.set(words),
    )
  return out
}

/** Integers of [low, high) in 32 bits: `low + word mod (high − low)`. */
export function fillIntegers<T extends NumericArray>(
  where: string,
  source: PhiloxSource,
  out: T,
  options: IntegersOptions,
): T {
  instance(where, out, NUMBERS)
  const { low = 0, high, start = 0 } = options
  startOf(where, start, out.length)
  const [least, most] = capacity(out)
  integer(where, 'low', low, least, most)
  integer(where, 'high', high, least, most + 1)
  ordered(where, low, high)
  const range = high - low
  if (range > 2 ** 32) throw new RangeError(`${where}: expected high - low <= 2^32, got ${range}`)
  fillByBlocks(source, out, start, 4, new Float64Array(scratchLength(4)), (words, values, count) => {
    for (let i = 0; i < count; i++) values[i] = low + (words[i]! % range)
  })
  return out
}

/** `tf.random.shuffle` of 0 … n − 1: for i = 0, 1, …, n − 2 swaps i with i + word mod (n − i). */
export function fillShuffle<T extends NumericArray>(where: string, source: PhiloxSource, out: T): T {
  instance(where, out, NUMBERS)
  const n = out.length
  if (n - 1 > capacity(out)[1])
    throw new RangeError(`${where}: expected out to hold 0 … ${n - 1}, got ${show(out)}; take a wider type`)
  const keys = roundKeys(...source.key)
  const words = new Uint32Array(4)
  for (let i = 0; i < n; i++) out[i] = i
  for (let i = 0; i < n - 1; i++) {
    if (i % 4 === 0) fillBlocks(source, keys, i / 4, 1, words)
    const j = i + (words[i % 4]! % (n - i))
    const item = out[i]!
    out[i] = out[j]!
    out[j] = item
  }
  return out
}

/** 1 where a float32 uniform is below p, otherwise 0. */
export function fillBernoulli<T extends NumericArray>(
  where: string,
  source: PhiloxSource,
  out: T,
  { p = 0.5, start = 0 }: BernoulliOptions,
): T {
  instance(where, out, NUMBERS)
  startOf(where, start, out.length)
  finite(where, 'p', p)
  if (p < 0 || p > 1) throw new RangeError(`${where}: expected p in [0, 1], got ${p}`)
  const threshold = Math.fround(p) * 2 ** 23
  fillByBlocks(source, out, start, 4, new Uint8Array(scratchLength(4)), (words, values, count) => {
    for (let i = 0; i < count; i++) values[i] = (words[i]! & 0x7fffff) < threshold ? 1 : 0
  })
  return out
}

/** Integers of [low, high) in 64 bits: `low + words mod (high − low)`. */
export function fillIntegers64<T extends BigInt64Array>(
  where: string,
  source: PhiloxSource,
  out: T,
  { low = 0n, high, start = 0 }: Integers64Options,
): T {
  startOf(where, start, out.length)
  const [first, last] = [int64(where, 'low', low), int64(where, 'high', high)]
  if (first >= last) throw new RangeError(`${where}: expected low < high, got low ${low} and high ${high}`)
  const range = last - first
  fillByBlocks(source, out, start, 2, new BigInt64Array(scratchLength(2)), (words, values, count) => {
    for (let i = 0; i < count; i++)
      values[i] = first + (((BigInt(words[2 * i + 1]!) << 32n) | BigInt(words[2 * i]!)) % range)
  })
  return out
}
