/** Names of the 8-bit floats. */
export type Float8DType = 'F8_E5M2' | 'F8_E4M3' | 'F8_E4M3FNUZ' | 'F8_E5M2FNUZ' | 'F8_E8M0'

/** An 8-bit float: bits of the exponent, its bias, and the patterns with a meaning of their own. */
interface Float8 {
  readonly exponentBits: number
  readonly bias: number
  readonly special: (pattern: number) => number | undefined
}

const onlyNaN: Float8['special'] = (pattern) => (pattern === 0x80 ? Number.NaN : undefined)

/**
 * The 8-bit floats: E5M2 with infinities and E4M3 without (Micikevicius et al., 2022, https://arxiv.org/abs/2209.05433), their
 * variants with one NaN and no −0 (Noune et al., 2022, https://arxiv.org/abs/2206.02915), and the scale E8M0 of the OCP
 * Microscaling formats.
 */
const FORMATS: Readonly<Record<Float8DType, Float8>> = {
  F8_E5M2: {
    exponentBits: 5,
    bias: 15,
    special: (pattern) => {
      if ((pattern & 0x7c) !== 0x7c) return undefined
      if ((pattern & 3) !== 0) return Number.NaN
      return pattern >> 7 === 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    },
  },
  F8_E4M3: {
    exponentBits: 4,
    bias: 7,
    special: (pattern) => ((pattern & 0x7f) === 0x7f ? Number.NaN : undefined),
  },
  F8_E4M3FNUZ: { exponentBits: 4, bias: 8, special: onlyNaN },
  F8_E5M2FNUZ: { exponentBits: 5, bias: 16, special: onlyNaN },
  F8_E8M0: {
    exponentBits: 8,
    bias: 127,
    special: (pattern) => (pattern === 255 ? Number.NaN : 2 ** (pattern - 127)),
  },
}

/** Whether a dtype is an 8-bit float. */
export function isFloat8(dtype: string): dtype is Float8DType {
  return Object.hasOwn(FORMATS, dtype)
}

/** The values of all 256 patterns. */
export function float8Table(dtype: Float8DType): Float32Array {
  return Float32Array.from({ length: 256 }, (_, pattern) => decodePattern(FORMATS[dtype], pattern))
}

function decodePattern({ exponentBits, bias, special }: Float8, pattern: number): number {
  const known = special(pattern)
  if (known !== undefined) return known
  const mantissaBits = 7 - exponentBits
  const sign = pattern >> 7 === 1 ? -1 : 1
  const exponent = (pattern & 0x7f) >> mantissaBits
  const fraction = (pattern & ((1 << mantissaBits) - 1)) / (1 << mantissaBits)
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias)
}
