/**
 * Philox4x64-10: a bijection of 256-bit counters for each 128-bit key, ten rounds of two 64×64→128-bit products.
 * Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
 * https://doi.org/10.1145/2063384.2063405
 */

/** The multipliers 0xd2e7470ee14c6c93 and 0xca5a826395121157 in 32-bit limbs. */
const M0 = [0xe14c6c93, 0xd2e7470e] as const
const M1 = [0x95121157, 0xca5a8263] as const
/** The key's increments per round: the golden ratio and √3 − 1 in 64 bits. */
const W0 = [0x7f4a7c15, 0x9e3779b9] as const
const W1 = [0x84caa73b, 0xbb67ae85] as const
const ROUNDS = 10
const TWO_32_INVERSE = 2 ** -32

/** The block of a counter (eight 32-bit limbs, low first) under a key (four limbs), written to `out` as eight limbs. */
export function philox4x64(counter: Uint32Array, key: Uint32Array, out: Uint32Array): void {
  out.set(counter)
  const round = key.slice()
  for (let i = 0; i < ROUNDS; i++) {
    if (i > 0) {
      add64(round, 0, W0)
      add64(round, 2, W1)
    }
    philoxRound(out, round)
  }
}

/** (x₀, x₁, x₂, x₃) ← (hi(M₁x₂) ⊕ x₁ ⊕ k₀, lo(M₁x₂), hi(M₀x₀) ⊕ x₃ ⊕ k₁, lo(M₀x₀)). */
function philoxRound(x: Uint32Array, key: Uint32Array): void {
  const x1Low = x[2]!
  const x1High = x[3]!
  const x3Low = x[6]!
  const x3High = x[7]!
  multiply(x, 4, M1, PRODUCT, 0)
  multiply(x, 0, M0, PRODUCT, 4)
  x[0] = PRODUCT[2]! ^ x1Low ^ key[0]!
  x[1] = PRODUCT[3]! ^ x1High ^ key[1]!
  x[2] = PRODUCT[0]!
  x[3] = PRODUCT[1]!
  x[4] = PRODUCT[6]! ^ x3Low ^ key[2]!
  x[5] = PRODUCT[7]! ^ x3High ^ key[3]!
  x[6] = PRODUCT[4]!
  x[7] = PRODUCT[5]!
}

const PRODUCT = /* @__PURE__ */ new Uint32Array(8)

/**
 * The 128-bit product of the two limbs at `x[at]` and m, written to `out[to]` … `out[to + 3]`. A column is summed twice:
 * its low 32 bits by integers, its magnitude by doubles; their difference, rounded to a multiple of 2³², is the carry.
 */
function multiply(
  x: Uint32Array,
  at: number,
  [m0, m1]: readonly [number, number],
  out: Uint32Array,
  to: number,
): void {
  const a0 = x[at]!
  const a1 = x[at + 1]!
  const low0 = Math.imul(a0, m0) >>> 0
  const carry1 = Math.floor((a0 * m0 - low0) * TWO_32_INVERSE + 0.5)
  const low1 = (Math.imul(a0, m1) + Math.imul(a1, m0) + (carry1 >>> 0)) >>> 0
  const carry2 = Math.floor((a0 * m1 + a1 * m0 + carry1 - low1) * TWO_32_INVERSE + 0.5)
  const low2 = (Math.imul(a1, m1) + (carry2 >>> 0)) >>> 0
  out[to] = low0
  out[to + 1] = low1
  out[to + 2] = low2
  out[to + 3] = Math.floor((a1 * m1 + carry2 - low2) * TWO_32_INVERSE + 0.5)
}

function add64(x: Uint32Array, at: number, [low, high]: readonly [number, number]): void {
  const sum = x[at]! + low
  x[at] = sum
  x[at + 1]! += high + (sum >= 2 ** 32 ? 1 : 0)
}
