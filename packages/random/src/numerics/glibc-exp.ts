import { float, HIGH, word } from './double-words.ts'
import { fma64 } from './fma64.ts'

/**
 * exp in double precision with the bits of glibc (2.28 and later) on x86-64 with FMA: the algorithm of ARM's Optimized
 * Routines (Nagy, 2018, https://github.com/ARM-software/optimized-routines), with the operations fused that GCC fuses.
 */

/** 2^(i/128) is `scale·(1 + tail)`. */
interface Power {
  readonly scale: number
  readonly tail: number
}

const STEPS = 128
const STEPS_PER_LN2 = Math.LOG2E * STEPS
const LN2_HIGH = -0.005415212348111709
const LN2_LOW = -1.2864023111638344e-14
/** Adding it leaves an integer in the low bits. */
const SHIFT = 6755399441055744
const C2 = 0.49999999999996786
const C3 = 0.16666666666665886
const C4 = 0.0416666808410674
const C5 = 0.008333335853059549
/** Bits after the point of the powers that the table is computed from. */
const BITS = 150n

let powers: readonly Power[] | undefined

/** glibc's exp(x) of |x| from 2⁻⁵⁴ to 512. */
export function glibcExp(x: number): number {
  powers ??= powersOfTwo()
  const shifted = fma64(STEPS_PER_LN2, x, SHIFT)
  const k = shifted - SHIFT
  const r = fma64(k, LN2_LOW, fma64(k, LN2_HIGH, x))
  const step = ((k % STEPS) + STEPS) % STEPS
  const { scale, tail } = powers[step]!
  const r2 = r * r
  const series = fma64(r2 * r2, fma64(r, C5, C4), fma64(r2, fma64(r, C3, C2), tail + r))
  float[0] = scale
  word[HIGH]! += ((k - step) / STEPS) << 20
  return fma64(float[0]!, series, float[0]!)
}

/** The table, from integer square roots. */
function powersOfTwo(): readonly Power[] {
  const one = 1n << BITS
  let root = 2n * one
  for (let halvings = 0; halvings < 7; halvings++) root = squareRoot(root << BITS)
  let power = one
  return Array.from({ length: STEPS }, () => {
    const scale = Number(power) / Number(one)
    const exact = BigInt(scale * 2 ** 52) << (BITS - 52n)
    const tail = Number(power - exact) / Number(exact)
    power = (power * root) >> BITS
    return { scale, tail }
  })
}

/** ⌊√x⌋ by Newton's method. */
function squareRoot(x: bigint): bigint {
  let root = 1n << BigInt((x.toString(2).length / 2 + 1) | 0)
  for (;;) {
    const next = (root + x / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
