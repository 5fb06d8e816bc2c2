/** Names of the 8-bit floats. */
export type Float8DType = 'F8_E5M2' | 'F8_E4M3' | 'F8_E4M3FNUZ' | 'F8_E5M2FNUZ' | 'F8_E8M0'

/** An 8-bit float: bits of the exponent, its bias, and the pattern that is NaN, with any sign if it is below 128. */
interface Float8 {
  readonly exponentBits: number
  readonly bias: number
  readonly nan: number
}

/**
 * The 8-bit floats: E5M2 with infinities and E4M3 without (Micikevicius et al., 2022, https://arxiv.org/abs/2209.05433), their
 * variants with one NaN and no −0 (Noune et al., 2022, https://arxiv.org/abs/2206.02915), and the scale E8M0 of the OCP
 * Microscaling formats, which has no sign.
 */
const FORMATS: Readonly<Record<Float8DType, Float8>> = {
  F8_E5M2: { exponentBits: 5, bias: 15, nan: 0x7f },
  F8_E4M3: { exponentBits: 4, bias: 7, nan: 0x7f },
  F8_E4M3FNUZ: { exponentBits: 4, bias: 8, nan: 0x80 },
  F8_E5M2FNUZ: { exponentBits: 5, bias: 16, nan: 0x80 },
  F8_E8M0: { exponentBits: 8, bias: 127, nan: 0xff },
}

/** Whether a dtype is an 8-bit float. */
export function isFloat8(dtype: string): dtype is Float8DType {
  return Object.hasOwn(FORMATS, dtype)
}

/** The values of all 256 patterns. */
export function float8Table(dtype: Float8DType): Float32Array {
  return Float32Array.from({ length: 256 }, (_, pattern) => decodePattern(dtype, pattern))
}

function decodePattern(dtype: Float8DType, pattern: number): number {
  const { exponentBits, bias, nan } = FORMATS[dtype]
  const magnitude = pattern & 0x7f
  if (pattern === nan || magnitude === nan) return Number.NaN
  if (dtype === 'F8_E8M0') return 2 ** (pattern - bias)
  const sign = pattern === magnitude ? 1 : -1
  const mantissaBits = 7 - exponentBits
  const exponent = magnitude >> mantissaBits
  const fraction = (magnitude & ((1 << mantissaBits) - 1)) / (1 << mantissaBits)
  if (dtype === 'F8_E5M2' && exponent === 31) return fraction === 0 ? sign / 0 : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias)
}
