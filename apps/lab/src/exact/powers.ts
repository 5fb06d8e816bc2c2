/** x², which `**` gives other last bits in some engines. */
export function square(x: number): number {
  return x * x
}

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)
/** The word that has the exponent: the second, where bytes are little-endian, as WebAssembly's are. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 0 ? 0 : 1

/** 2ᵏ of an integer k: 0 where that is none of the doubles, and infinity. */
export function powerOfTwo(k: number): number {
  if (k < -1074) return 0
  if (k > 1023) return Number.POSITIVE_INFINITY
  const half = k >> 1
  return ordinaryPower(half) * ordinaryPower(k - half)
}

/** 2ᵏ of an integer k, −1022 ≤ k ≤ 1023. */
function ordinaryPower(k: number): number {
  words[1 - HIGH] = 0
  words[HIGH] = (k + 1023) << 20
  return double[0] ?? 1
}
