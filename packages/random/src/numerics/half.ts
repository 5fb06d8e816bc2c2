/** Rounding of float32 numbers to the 16-bit formats, half to even, and their bit patterns. */

const float = /* @__PURE__ */ new Float32Array(1)
const word = /* @__PURE__ */ new Uint32Array(float.buffer)

/** The 16-bit floating-point formats of the frameworks. */
export type HalfType = 'bfloat16' | 'float16'

/** The bits of x as bfloat16: the upper half of its float32 bits, rounded half to even. */
export function toBfloat16Bits(x: number): number {
  float[0] = x
  const bits = word[0]!
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
}

/** The value of bfloat16 bits. */
export function fromBfloat16Bits(bits: number): number {
  word[0] = bits << 16
  return float[0]!
}

/** x rounded to bfloat16. */
export function roundBfloat16(x: number): number {
  return fromBfloat16Bits(toBfloat16Bits(x))
}

/** The spacing of the float16 numbers around |x|: 2⁻²⁴ below the smallest normal number, 2^(e − 10) above. */
function spacing16(magnitude: number): number {
  float[0] = magnitude
  return 2 ** (Math.max((word[0]! >>> 23) - 127, -14) - 10)
}

/** x rounded to float16; ±65520 and beyond give ±Infinity. */
export function roundFloat16(x: number): number {
  const magnitude = Math.abs(x)
  if (!(magnitude < 65520)) return Number.isNaN(x) ? x : x * Infinity
  const spacing = spacing16(magnitude)
  // In units of the spacing the number is below 2¹¹: adding and taking away 2⁵² rounds it to an integer, half to even.
  const rounded = (magnitude / spacing + 2 ** 52 - 2 ** 52) * spacing
  return x < 0 || Object.is(x, -0) ? -rounded : rounded
}

/** The bits of x as float16. */
export function toFloat16Bits(x: number): number {
  const rounded = roundFloat16(x)
  float[0] = rounded
  const sign = (word[0]! >>> 16) & 0x8000
  const magnitude = Math.abs(rounded)
  if (Number.isNaN(rounded)) return sign | 0x7e00
  if (magnitude === Infinity) return sign | 0x7c00
  if (magnitude < 2 ** -14) return sign | (magnitude * 2 ** 24)
  // The exponent's bias goes from 127 to 15, thirteen bits of the fraction are zero.
  return sign | (((word[0]! & 0x7fffffff) - (112 << 23)) >>> 13)
}

/** The value of float16 bits. */
export function fromFloat16Bits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 31
  const fraction = bits & 0x3ff
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/**
 * The rounding of float32 numbers to a 16-bit type, half to even.
 *
 * @example
 * ```ts
 * import { roundHalf } from '@nn/random/torch'
 * roundHalf('bfloat16')(0.1) // => 0.10009765625
 * roundHalf('float16')(0.1) // => 0.0999755859375
 * ```
 */
export function roundHalf(type: HalfType): (x: number) => number {
  return type === 'bfloat16' ? roundBfloat16 : roundFloat16
}

/** The next smaller number of a 16-bit type, for a number of that type that is not −Infinity. */
export function belowHalf(type: HalfType, x: number): number {
  const [toBits, fromBits] =
    type === 'bfloat16' ? [toBfloat16Bits, fromBfloat16Bits] : [toFloat16Bits, fromFloat16Bits]
  if (x === 0) return -fromBits(1)
  return fromBits(toBits(x) + (x > 0 ? -1 : 1))
}
