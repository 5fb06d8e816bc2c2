import { philox4x32 } from '@nn/random'
import { listOf, numberOf, numbersOf, textsOf } from '../../golden/read.ts'
import { hex, type VectorCheck } from './vector.ts'

const WORD = 2n ** 64n - 1n

/** SplitMix64 (Steele, Lea, Flood 2014), which no stream here uses. */
function splitMix64(seed: bigint, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    let z = (seed + BigInt(i + 1) * 0x9e3779b97f4a7c15n) & WORD
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & WORD
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & WORD
    return hex(z ^ (z >> 31n), 16)
  })
}

function rotate(x: bigint, by: bigint): bigint {
  return ((x << by) | (x >> (64n - by))) & WORD
}

/** xoshiro256** (Blackman, Vigna 2018), which no stream here uses. */
function xoshiro256(state: readonly bigint[], count: number): string[] {
  let [a = 0n, b = 0n, c = 0n, d = 0n] = state
  return Array.from({ length: count }, () => {
    const out = (rotate((b * 5n) & WORD, 7n) * 9n) & WORD
    const shifted = (b << 17n) & WORD
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 45n)
    return hex(out, 16)
  })
}

function lengthOf(list: unknown): number {
  return listOf(list).length
}

type Words<N extends number> = N extends 4 ? [number, number, number, number] : [number, number]

function words<N extends 2 | 4>(list: unknown): Words<N> {
  return textsOf(list).map((digits) => Number.parseInt(digits, 16)) as Words<N>
}

/** Philox4x32 of the default stream, and generators that are only published. */
export const PUBLISHED_VECTORS: Readonly<Record<string, VectorCheck>> = {
  'philox4x32-10': (vector) => ({
    out: Array.from(philox4x32(words<4>(vector.counter), words<2>(vector.key)), (word) => hex(word)),
  }),
  splitmix64: (vector) => ({ out: splitMix64(BigInt(numberOf(vector.seed)), lengthOf(vector.out)) }),
  xoshiro256starstar: (vector) => ({
    out: xoshiro256(numbersOf(vector.state).map(BigInt), lengthOf(vector.out)),
  }),
}
