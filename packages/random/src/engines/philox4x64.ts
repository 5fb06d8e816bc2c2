/**
 * Philox4x64-10: a bijection of 256-bit counters for each 128-bit key, ten rounds of two 64×64→128-bit products.
 * Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
 * https://doi.org/10.1145/2063384.2063405
 */

/** The multipliers 0xd2e7470ee14c6c93 and 0xca5a826395121157 in 32-bit limbs. */
const M0_LOW = 0xe14c6c93
const M0_HIGH = 0xd2e7470e
const M1_LOW = 0x95121157
const M1_HIGH = 0xca5a8263
/** The key's increments per round: the golden ratio and √3 − 1 in 64 bits. */
const W0 = 0x9e3779b97f4a7c15n
const W1 = 0xbb67ae8584caa73bn
const ROUNDS = 10
const TWO_32_INVERSE = 2 ** -32

/** The ten round keys of a key (four 32-bit limbs): the same for all counters, so they are made once. */
export function philoxRoundKeys64(key: Uint32Array): Uint32Array {
  const words = Array.from({ length: 2 }, (_, i) => BigInt(key[2 * i]!) | (BigInt(key[2 * i + 1]!) << 32n))
  const keys = new Uint32Array(4 * ROUNDS)
  for (let i = 0; i < 2 * ROUNDS; i++) {
    const word = words[i & 1]! + BigInt(i >> 1) * ((i & 1) === 0 ? W0 : W1)
    keys[2 * i] = Number(word & 0xffffffffn)
    keys[2 * i + 1] = Number((word >> 32n) & 0xffffffffn)
  }
  return keys
}

/**
 * The block of a counter (eight 32-bit limbs, low first) under round keys, written to `out` as eight limbs. A round is
 * (x₀, x₁, x₂, x₃) ← (hi(M₁x₂) ⊕ x₁ ⊕ k₀, lo(M₁x₂), hi(M₀x₀) ⊕ x₃ ⊕ k₁, lo(M₀x₀)). A column of a product is summed
 * twice: its low 32 bits by integers, its magnitude by doubles; their difference, rounded to a multiple of 2³², is the carry.
 */
export function philox4x64(counter: Uint32Array, keys: Uint32Array, out: Uint32Array): void {
  let aLow = counter[0]!
  let aHigh = counter[1]!
  let bLow = counter[2]!
  let bHigh = counter[3]!
  let cLow = counter[4]!
  let cHigh = counter[5]!
  let dLow = counter[6]!
  let dHigh = counter[7]!
  for (let i = 0; i < 4 * ROUNDS; i += 4) {
    const p0 = Math.imul(aLow, M0_LOW) >>> 0
    const p1Carry = Math.floor((aLow * M0_LOW - p0) * TWO_32_INVERSE + 0.5)
    const p1 = (Math.imul(aLow, M0_HIGH) + Math.imul(aHigh, M0_LOW) + (p1Carry >>> 0)) >>> 0
    const p2Carry = Math.floor((aLow * M0_HIGH + aHigh * M0_LOW + p1Carry - p1) * TWO_32_INVERSE + 0.5)
    const p2 = (Math.imul(aHigh, M0_HIGH) + (p2Carry >>> 0)) >>> 0
    const p3 = Math.floor((aHigh * M0_HIGH + p2Carry - p2) * TWO_32_INVERSE + 0.5)

    const q0 = Math.imul(cLow, M1_LOW) >>> 0
    const q1Carry = Math.floor((cLow * M1_LOW - q0) * TWO_32_INVERSE + 0.5)
    const q1 = (Math.imul(cLow, M1_HIGH) + Math.imul(cHigh, M1_LOW) + (q1Carry >>> 0)) >>> 0
    const q2Carry = Math.floor((cLow * M1_HIGH + cHigh * M1_LOW + q1Carry - q1) * TWO_32_INVERSE + 0.5)
    const q2 = (Math.imul(cHigh, M1_HIGH) + (q2Carry >>> 0)) >>> 0
    const q3 = Math.floor((cHigh * M1_HIGH + q2Carry - q2) * TWO_32_INVERSE + 0.5)

    aLow = (q2 ^ bLow ^ keys[i]!) >>> 0
    aHigh = (q3 ^ bHigh ^ keys[i + 1]!) >>> 0
    bLow = q0
    bHigh = q1
    cLow = (p2 ^ dLow ^ keys[i + 2]!) >>> 0
    cHigh = (p3 ^ dHigh ^ keys[i + 3]!) >>> 0
    dLow = p0
    dHigh = p1
  }
  out[0] = aLow
  out[1] = aHigh
  out[2] = bLow
  out[3] = bHigh
  out[4] = cLow
  out[5] = cHigh
  out[6] = dLow
  out[7] = dHigh
}
