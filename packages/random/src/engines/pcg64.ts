/**
 * PCG64 (XSL-RR 128/64): a 128-bit linear congruential state whose halves are folded and rotated.
 * O'Neill: "PCG: a family of simple fast space-efficient statistically good algorithms for random number generation",
 * 2014, https://www.pcg-random.org/paper.html
 */

import { fillByKernel } from './pcg64-simd.ts'

/** The multiplier 0x2360ed051fc65da44385df649fccf645 in 32-bit limbs. */
const M0 = 0x9fccf645
const M1 = 0x4385df64
const M2 = 0x1fc65da4
const M3 = 0x2360ed05
const TWO_32_INVERSE = 2 ** -32

/** The state and increment of a seeded PCG64 as four 32-bit limbs each, low limb first. */
export interface Pcg64Seed {
  readonly state: Uint32Array
  readonly increment: Uint32Array
}

/**
 * The seeding that PCG64 and PCG64DXSM share: the increment is 2·sequence + 1; from 0, the state takes a step, adds
 * `initial` and takes another step.
 */
export function pcgSeeded(initial: Uint32Array, sequence: Uint32Array): Pcg64Seed {
  const increment = new Uint32Array(4)
  for (let i = 0; i < 4; i++) increment[i] = (sequence[i]! << 1) | (i === 0 ? 1 : sequence[i - 1]! >>> 31)
  const state = new Uint32Array(4)
  let carry = 0
  for (let i = 0; i < 4; i++) {
    const sum = increment[i]! + initial[i]! + carry
    state[i] = sum
    carry = sum >= 2 ** 32 ? 1 : 0
  }
  const engine = new Pcg64({ state, increment })
  engine.fill(new Uint32Array(2), 0, 1)
  return engine
}

/** PCG64's words; `state` and `increment` are four 32-bit limbs, low limb first. */
export class Pcg64 implements Pcg64Seed {
  readonly state: Uint32Array
  readonly increment: Uint32Array

  constructor({ state, increment }: Pcg64Seed) {
    this.state = state
    this.increment = increment
  }

  /**
   * Writes `count` 64-bit words as pairs (low, high) from `out[first]` on; word = rotr(hi ⊕ lo, hi ≫ 58) of the new state.
   * A column of the product is summed twice: its low 32 bits by integers, its magnitude by doubles, which are off by less
   * than 2¹⁵; the difference is a multiple of 2³² and so gives the exact carry when rounded.
   */
  fill(out: Uint32Array, first: number, count: number): void {
    if (fillByKernel(this, out, first, count)) return
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
      const low0 = (Math.imul(a0, M0) + i0) >>> 0
      const carry1 = Math.floor((a0 * M0 + i0 - low0) * TWO_32_INVERSE + 0.5)
      const low1 = (Math.imul(a0, M1) + Math.imul(a1, M0) + i1 + (carry1 >>> 0)) >>> 0
      const carry2 = Math.floor((a0 * M1 + a1 * M0 + (i1 + carry1) - low1) * TWO_32_INVERSE + 0.5)
      const low2 = (Math.imul(a0, M2) + Math.imul(a1, M1) + Math.imul(a2, M0) + i2 + (carry2 >>> 0)) >>> 0
      const carry3 = Math.floor((a0 * M2 + a1 * M1 + a2 * M0 + (i2 + carry2) - low2) * TWO_32_INVERSE + 0.5)
      const inner = Math.imul(a0, M3) + Math.imul(a1, M2) + Math.imul(a2, M1) + Math.imul(a3, M0)
      a3 = (inner + i3 + (carry3 >>> 0)) >>> 0
      a0 = low0
      a1 = low1
      a2 = low2
      const swap = -(a3 >>> 31) & (a0 ^ a2 ^ a1 ^ a3)
      const low = a0 ^ a2 ^ swap
      const high = a1 ^ a3 ^ swap
      const shift = (a3 >>> 26) & 31
      out[k] = (low >>> shift) | ((high << 1) << (31 - shift))
      out[k + 1] = (high >>> shift) | ((low << 1) << (31 - shift))
    }
    state[0] = a0
    state[1] = a1
    state[2] = a2
    state[3] = a3
  }
}
