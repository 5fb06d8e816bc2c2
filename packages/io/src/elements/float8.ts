/** Names of the 8-bit floats. */
export type Float8DType = 'F8_E5M2' | 'F8_E4M3' | 'F8_E4M3FNUZ' | 'F8_E5M2FNUZ' | 'F8_E8M0'

/** Whether a dtype is an 8-bit float. */
export function isFloat8(dtype: string): dtype is Float8DType {
  return dtype.startsWith('F8')
}

/** The values of all 256 patterns. */
export function float8Table(dtype: Float8DType): Float32Array {
  return Float32Array.from({ length: 256 }, (_, pattern) => decodePattern(dtype, pattern))
}

/**
 * The value of a pattern. The 8-bit floats are E5M2 with infinities and E4M3 without (Micikevicius et al., 2022,
 * https://arxiv.org/abs/2209.05433), their variants FNUZ with one NaN, no −0 and a bias that is one larger (Noune et al., 2022,
 * https://arxiv.org/abs/2206.02915), and the scale E8M0 of the OCP Microscaling formats, which has no sign.
 */
function decodePattern(dtype: Float8DType, pattern: number): number {
  const exponentBits = Number(dtype[4])
  const hasOneNaN = dtype.endsWith('FNUZ')
  const bias = 2 ** (exponentBits - 1) - (hasOneNaN ? 0 : 1)
  if (exponentBits === 8) return pattern === 0xff ? Number.NaN : 2 ** (pattern - bias)
  const magnitude = pattern & 0x7f
  if (hasOneNaN ? pattern === 0x80 : magnitude === 0x7f) return Number.NaN
  const sign = pattern === magnitude ? 1 : -1
  const scale = 1 << (7 - exponentBits)
  const exponent = Math.floor(magnitude / scale)
  const fraction = (magnitude % scale) / scale
  if (dtype === 'F8_E5M2' && exponent === 31) return fraction === 0 ? sign / 0 : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias)
}
