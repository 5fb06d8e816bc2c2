import type { Values } from './framework.ts'
import { at, present } from './present.ts'

/** Bytes of an element, by the names that the files use. */
export const WIDTH: Readonly<Record<string, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
}

/** [exponent bits, mantissa bits] of the half types. */
const HALF: Readonly<Record<string, readonly [number, number]>> = { float16: [5, 10], bfloat16: [8, 7] }

/** A half type's bit pattern of a float that it holds exactly. */
function halfPattern(value: number, dtype: string): number {
  const [exponentBits, mantissaBits] = present(HALF[dtype], 'HALF')
  const bias = 2 ** (exponentBits - 1) - 1
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const magnitude = Math.abs(value)
  if (Number.isNaN(value)) return ((2 ** exponentBits - 1) << mantissaBits) | (1 << (mantissaBits - 1))
  if (magnitude === Number.POSITIVE_INFINITY) return sign | ((2 ** exponentBits - 1) << mantissaBits)
  let exponent = 1 - bias
  while (magnitude >= 2 ** (exponent + 1)) exponent++
  const units = magnitude / 2 ** (exponent - mantissaBits)
  if (!Number.isInteger(units) || exponent > bias)
    throw new RangeError(`expected a value that ${dtype} holds exactly, got ${value}`)
  // The implicit bit of a normal number adds the last 1 to the exponent field.
  return sign + ((exponent + bias - 1) << mantissaBits) + units
}

/** Bit patterns of the values, as unsigned integers of the dtype's width. */
export function patterns(values: Values, dtype: string): bigint[] {
  const width = WIDTH[dtype]
  if (width === undefined) throw new RangeError(`expected a known dtype, got ${dtype}`)
  if (dtype === 'float32' || dtype === 'float64') return floatPatterns(values, dtype)
  if (dtype in HALF && !(values instanceof Uint16Array))
    return Array.from<number | bigint, bigint>(values, (value) => BigInt(halfPattern(Number(value), dtype)))
  return Array.from<number | bigint, bigint>(values, (value) => BigInt.asUintN(8 * width, BigInt(value)))
}

function floatPatterns(values: Values, dtype: 'float32' | 'float64'): bigint[] {
  if (dtype === 'float32' && values instanceof Float32Array)
    return Array.from(new Uint32Array(values.slice().buffer), BigInt)
  if (dtype === 'float64' && values instanceof Float64Array)
    return Array.from(new BigUint64Array(values.slice().buffer))
  throw new TypeError(
    `expected ${dtype} values in an array of their own type, got ${Object.prototype.toString.call(values)}`,
  )
}

/** The value of a bit pattern of a float type, or of an integer. */
export function decode(pattern: bigint, dtype: string): number {
  if (dtype === 'float64') return at(new Float64Array(new BigUint64Array([pattern]).buffer), 0)
  if (dtype === 'float32') return at(new Float32Array(new Uint32Array([Number(pattern)]).buffer), 0)
  if (dtype === 'bfloat16') return at(new Float32Array(new Uint32Array([Number(pattern) << 16]).buffer), 0)
  if (dtype === 'float16') return halfValue(Number(pattern))
  const bits = 8 * present(WIDTH[dtype], 'WIDTH')
  return Number(dtype.startsWith('int') ? BigInt.asIntN(bits, pattern) : pattern)
}

function halfValue(pattern: number): number {
  const exponent = (pattern >> 10) & 31
  const mantissa = pattern & 1023
  const sign = pattern >> 15 === 1 ? -1 : 1
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? mantissa * 2 ** -24 : (1024 + mantissa) * 2 ** (exponent - 25))
}

/** Little-endian bytes of patterns. */
export function bytesOf(words: readonly bigint[], dtype: string): Uint8Array {
  const width = present(WIDTH[dtype], 'WIDTH')
  const bytes = new Uint8Array(words.length * width)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < words.length; i++) {
    const word = at(words, i)
    if (width === 8) view.setBigUint64(i * 8, word, true)
    else if (width === 4) view.setUint32(i * 4, Number(word), true)
    else if (width === 2) view.setUint16(i * 2, Number(word), true)
    else view.setUint8(i, Number(word))
  }
  return bytes
}

/** How many representable values apart two patterns are; for integers, their difference. */
export function ulpDistance(a: bigint, b: bigint, dtype: string): number {
  const bits = 8 * present(WIDTH[dtype], 'WIDTH')
  const key = (word: bigint): bigint => {
    if (!dtype.includes('float')) return dtype.startsWith('int') ? BigInt.asIntN(bits, word) : word
    const half = 1n << BigInt(bits - 1)
    return word >= half ? half - word : word
  }
  const distance = key(a) - key(b)
  return Number(distance < 0n ? -distance : distance)
}
