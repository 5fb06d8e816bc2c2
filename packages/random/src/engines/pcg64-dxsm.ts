/**
 * PCG64DXSM: the PCG state with a 64-bit ("cheap") multiplier and the double-xorshift-multiply output.
 * O'Neill, pcg-cpp issue 57, 2019; NumPy's documentation of PCG64DXSM, https://numpy.org/doc/stable/reference/random/bit_generators/pcg64dxsm.html
 */

import type { Pcg64Seed } from './pcg64.ts'

/** The multiplier 0xda942042e4dd58b5 in 32-bit limbs. */
const M0 = 0xe4dd58b5
const M1 = 0xda942042
const TWO_32_INVERSE = 2 ** -32

/** PCG64DXSM's words; `state` and `increment` are four 32-bit limbs, low limb first. */
export class Pcg64Dxsm implements Pcg64Seed {
  readonly state: Uint32Array
  readonly increment: Uint32Array

  constructor({ state, increment }: Pcg64Seed) {
    this.state = state
    this.increment = increment
  }

  /**
   * Writes `count` 64-bit words as pairs (low, high) from `out[first]` on. A word is made of the state before its step, with
   * hi, lo its halves and lo made odd: hi ^= hi ≫ 32; hi ·= M; hi ^= hi ≫ 48; hi ·= lo. Carries as in PCG64.
   */
  fill(out: Uint32Array, first: number, count: number): void {
    const { state, increment } = this
    const i0 = increment[0]!
    const i1 = increment[1]!
    const i2 = increment[2]!
    const i3 = increment[3]!
    let a0 = state[0]!
    let a1 = state[1]!
    let a2 = state[2]!
    let a3 = state[3]!
    for (let k = first; k < first + 2 * count; k += 2) {
      const folded = (a2 ^ a3) >>> 0
      const odd = (a0 | 1) >>> 0
      const productLow = Math.imul(folded, M0) >>> 0
      const productCarry = Math.floor((folded * M0 - productLow) * TWO_32_INVERSE + 0.5)
      const high = Math.imul(folded, M1) + Math.imul(a3, M0) + (productCarry >>> 0)
      const low = (productLow ^ (high >>> 16)) >>> 0
      const word = Math.imul(low, odd) >>> 0
      const wordCarry = Math.floor((low * odd - word) * TWO_32_INVERSE + 0.5)
      out[k] = word
      out[k + 1] = Math.imul(low, a1) + Math.imul(high, odd) + (wordCarry >>> 0)

      const low0 = (Math.imul(a0, M0) + i0) >>> 0
      const carry1 = Math.floor((a0 * M0 + i0 - low0) * TWO_32_INVERSE + 0.5)
      const low1 = (Math.imul(a0, M1) + Math.imul(a1, M0) + i1 + (carry1 >>> 0)) >>> 0
      const carry2 = Math.floor((a0 * M1 + a1 * M0 + (i1 + carry1) - low1) * TWO_32_INVERSE + 0.5)
      const low2 = (Math.imul(a1, M1) + Math.imul(a2, M0) + i2 + (carry2 >>> 0)) >>> 0
      const carry3 = Math.floor((a1 * M1 + a2 * M0 + (i2 + carry2) - low2) * TWO_32_INVERSE + 0.5)
      a3 = (Math.imul(a2, M1) + Math.imul(a3, M0) + i3 + (carry3 >>> 0)) >>> 0
      a0 = low0
      a1 = low1
      a2 = low2
    }
    state[0] = a0
    state[1] = a1
    state[2] = a2
    state[3] = a3
  }
}
