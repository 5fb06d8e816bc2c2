// Bit patterns as integers throughout, so that NaNs keep their payloads.

/** The float32 pattern of a float16 pattern: exact. */
export function float32OfHalf(half: number): number {
  const sign = (half & 0x8000) << 16
  const exponent = (half >> 10) & 31
  const mantissa = half & 1023
  if (exponent === 31) return sign | 0x7f800000 | (mantissa << 13)
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (mantissa << 13)
  if (mantissa === 0) return sign
  // Subnormal: its leading bit becomes the implicit one.
  const shift = Math.clz32(mantissa) - 21
  return sign | ((113 - shift) << 23) | (((mantissa << shift) & 1023) << 13)
}

/** The float16 pattern nearest to a float32 pattern, ties to even; past 65504 by half a unit it is infinite. */
export function halfOfFloat32(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) {
    const payload = (magnitude >> 13) & 1023
    return sign | 0x7c00 | (payload === 0 ? 0x200 : payload)
  }
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude >= 0x38800000) return sign | (roundShift(magnitude, 13) - (112 << 10))
  if (magnitude < 0x33000000) return sign
  // Subnormal: the significand in units of 2⁻²⁴.
  return sign | roundShift((magnitude & 0x7fffff) | 0x800000, 126 - (magnitude >> 23))
}

/** The bfloat16 pattern nearest to a float32 pattern, ties to even. */
export function bfloatOfFloat32(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude <= 0x7f800000) return sign | roundShift(magnitude, 16)
  const payload = (magnitude >> 16) & 0x7f
  return sign | 0x7f80 | (payload === 0 ? 0x40 : payload)
}

/** `bits / 2^shift`, rounded, ties to even. */
function roundShift(bits: number, shift: number): number {
  const floor = bits >>> shift
  const rest = bits & ((1 << shift) - 1)
  const tie = 1 << (shift - 1)
  return floor + (rest > tie || (rest === tie && (floor & 1) === 1) ? 1 : 0)
}
