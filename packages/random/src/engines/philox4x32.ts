import { integer, wrongKind } from '@nn/check'

/**
 * Philox4x32-10: a bijection of 128-bit counters for each 64-bit key, ten rounds of two 32×32→64-bit products.
 * Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
 * https://doi.org/10.1145/2063384.2063405
 */

const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
/** The key's increments per round: the golden ratio and √3 − 1 in 32 bits. */
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85
const ROUNDS = 10

/** Upper 32 bits of `a · b`; JavaScript has no such product, so it is put together from 16-bit halves. */
export function mulhi(a: number, b: number): number {
  const a0 = a & 0xffff
  const a1 = a >>> 16
  const b0 = b & 0xffff
  const b1 = b >>> 16
  const low = Math.imul(a0, b0) >>> 16
  const mid = (Math.imul(a1, b0) + low) >>> 0
  const cross = (Math.imul(a0, b1) + (mid & 0xffff)) >>> 0
  return (Math.imul(a1, b1) + (mid >>> 16) + (cross >>> 16)) >>> 0
}

/** A key: two words of 32 bits, low word first. */
export type PhiloxKey = readonly [k0: number, k1: number]

/** Writes the twenty round keys of a key. */
export function writeRoundKeys([k0, k1]: PhiloxKey, out: Uint32Array): void {
  for (let round = 0; round < ROUNDS; round++) {
    out[2 * round] = k0 + Math.imul(W0, round)
    out[2 * round + 1] = k1 + Math.imul(W1, round)
  }
}

/** Writes the four output words of the counter (c0, c1, c2, c3) to `out[at]`, `out[at + stride]`, … */
export function philoxBlock(
  key: PhiloxKey,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Uint32Array,
  at: number,
  stride: number,
): void {
  let k0 = key[0]
  let k1 = key[1]
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = mulhi(M0, c0)
    const high1 = mulhi(M1, c2)
    const low0 = Math.imul(M0, c0)
    const low1 = Math.imul(M1, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0
    k0 = (k0 + W0) | 0
    k1 = (k1 + W1) | 0
  }
  out[at] = c0
  out[at + stride] = c1
  out[at + 2 * stride] = c2
  out[at + 3 * stride] = c3
}

/**
 * The Philox4x32-10 block function: four words from a counter of four words and a key of two.
 *
 * @param counter Four integers of [0, 2³²), word 0 first.
 * @param key Two integers of [0, 2³²), word 0 first.
 * @throws TypeError or RangeError if they are not.
 * @see Salmon et al., 2011, https://doi.org/10.1145/2063384.2063405
 * @example
 * ```ts
 * import { philox4x32 } from '@nn/random'
 * [...philox4x32([0, 0, 0, 0], [0, 0])].map((word) => word.toString(16)) // => ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
 * ```
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): Uint32Array {
  const out = new Uint32Array(4)
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = wordsOf('counter', counter, 4)
  const [k0 = 0, k1 = 0] = wordsOf('key', key, 2)
  philoxBlock([k0, k1], c0, c1, c2, c3, out, 0, 1)
  return out
}

function wordsOf(name: string, words: readonly number[], count: number): number[] {
  const where = 'philox4x32'
  if (!Array.isArray(words) || words.length !== count)
    throw wrongKind(where, `${name} to be ${count} words`, words)
  return words.map((word) => integer(where, `each word of ${name}`, word, 0, 2 ** 32 - 1))
}
