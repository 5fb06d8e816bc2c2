import { message } from '@nn/check'

/** How elements are stored. */
export type FloatDType = 'F32' | 'BF16' | 'F16'

export const FLOAT_DTYPES: readonly FloatDType[] = ['F32', 'BF16', 'F16']

/** Bytes of an element. */
export function widthOf(dtype: FloatDType): number {
  return dtype === 'F32' ? 4 : 2
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/**
 * The stored bytes of finite values, little-endian; BF16 and F16 rounded to nearest, ties to even. Of F32 a view where it can be.
 *
 * @param where The tensor, as an error names it.
 * @throws RangeError if a value is too large for the dtype.
 */
export function encoded(where: string, values: Float32Array, dtype: FloatDType): Uint8Array {
  if (dtype === 'F32') return littleEndian(values)
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length)
  const out = new Uint16Array(bits.length)
  const round = dtype === 'BF16' ? bfloats : halves
  if (round(bits, out) >= INFINITE[dtype]) {
    const cure = 'take a wider dtype, or a smaller scale'
    throw new RangeError(message(where, `values in the range of ${dtype}`, 'larger ones', cure))
  }
  return littleEndian(out)
}

/** The patterns of infinity. */
const INFINITE = { BF16: 0x7f80, F16: 0x7c00 }

/** In 32-bit integers throughout, which engines add without a detour. @returns The largest pattern without its sign. */
function bfloats(bits: Int32Array, out: Uint16Array): number {
  let most = 0
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!
    const rounded = ((word + 0x7fff + ((word >> 16) & 1)) | 0) >> 16
    out[i] = rounded
    most = Math.max(most, rounded & 0x7fff)
  }
  return most
}

/** @returns The largest pattern without its sign. */
function halves(bits: Int32Array, out: Uint16Array): number {
  let most = 0
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!
    const magnitude = half(word & 0x7fffffff)
    out[i] = ((word >>> 16) & 0x8000) | magnitude
    most = Math.max(most, magnitude)
  }
  return most
}

/** The float16 pattern of a float32 pattern without its sign. */
function half(magnitude: number): number {
  if (magnitude >= 0x477ff000) return 0x7c00
  if (magnitude >= 0x38800000) return (magnitude - (112 << 23) + 0xfff + ((magnitude >>> 13) & 1)) >>> 13
  if (magnitude < 0x33000000) return 0
  // Subnormal: the significand in units of 2⁻²⁴.
  const shift = 126 - (magnitude >>> 23)
  const significand = (magnitude & 0x7fffff) | 0x800000
  return (significand + (1 << (shift - 1)) - 1 + ((significand >>> shift) & 1)) >>> shift
}

function littleEndian(words: Float32Array | Uint16Array): Uint8Array {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
  if (IS_LITTLE_ENDIAN) return bytes
  const { BYTES_PER_ELEMENT: width } = words
  return bytes.map((_, i) => bytes[i - (i % width) + width - 1 - (i % width)] ?? 0)
}
