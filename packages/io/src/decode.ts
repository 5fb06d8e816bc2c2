import type { DType, TensorData } from '@nn/tensor'
import type { FileDType } from './dtypes.ts'
import { float8Table, isFloat8 } from './float8.ts'
import { float32OfHalf } from './half.ts'

/** The dtype of a tensor that holds all values of a file's dtype, as far as there is one. */
export function naturalDType(dtype: FileDType): DType | undefined {
  if (dtype === 'BOOL') return 'bool'
  if (dtype === 'F64') return 'float64'
  if (dtype === 'C64' || dtype === 'F4' || dtype.startsWith('F6')) return undefined
  return dtype.startsWith('I') || dtype.startsWith('U') ? 'int32' : 'float32'
}

/** Whether the elements are stored as a tensor stores them. */
export function isDirect(dtype: FileDType): boolean {
  return dtype === 'F32' || dtype === 'F64' || dtype === 'I32' || dtype === 'BOOL'
}

/** Writes the values of aligned bytes in this machine's order to `out` from `at` on. */
export type Decoder = (bytes: Uint8Array, out: TensorData, at: number) => void

/** How the elements of a dtype that is not direct become numbers. */
export function decoderOf(where: string, dtype: FileDType): Decoder {
  if (isFloat8(dtype)) {
    const table = float8Table(dtype)
    return (bytes, out, at) => copyMapped(bytes, out, at, (pattern) => table[pattern]!)
  }
  if (dtype === 'F16') return (bytes, out, at) => bits(words(Uint16Array, bytes), out, at, float32OfHalf)
  if (dtype === 'BF16')
    return (bytes, out, at) => bits(words(Uint16Array, bytes), out, at, (half) => half << 16)
  if (dtype === 'U32') return (bytes, out, at) => integers(where, dtype, words(Uint32Array, bytes), out, at)
  if (dtype === 'I64') return (bytes, out, at) => integers(where, dtype, words(BigInt64Array, bytes), out, at)
  if (dtype === 'U64')
    return (bytes, out, at) => integers(where, dtype, words(BigUint64Array, bytes), out, at)
  const small = { I8: Int8Array, U8: Uint8Array, I16: Int16Array, U16: Uint16Array }[dtype as 'I8']
  return (bytes, out, at) => out.set(words(small, bytes), at)
}

/** An array of words over bytes that are aligned for it. */
function words<T>(
  type: {
    new (buffer: ArrayBufferLike, offset: number, length: number): T
    readonly BYTES_PER_ELEMENT: number
  },
  { buffer, byteOffset, length }: Uint8Array,
): T {
  return new type(buffer, byteOffset, length / type.BYTES_PER_ELEMENT)
}

function copyMapped(
  bytes: Uint8Array,
  out: TensorData,
  at: number,
  value: (pattern: number) => number,
): void {
  for (let i = 0; i < bytes.length; i++) out[at + i] = value(bytes[i]!)
}

/** As patterns, not as floats: NaNs keep their payloads. */
function bits(from: Uint16Array, out: TensorData, at: number, pattern: (half: number) => number): void {
  const to = new Int32Array(out.buffer, out.byteOffset + 4 * at, from.length)
  for (let i = 0; i < from.length; i++) to[i] = pattern(from[i]!)
}

/** Integers that may be too large: for int32, or, in float64, to be exact. */
function integers(
  where: string,
  dtype: FileDType,
  from: ArrayLike<number | bigint>,
  out: TensorData,
  at: number,
): void {
  const whole = out instanceof Int32Array
  for (let i = 0; i < from.length; i++) {
    const value = Number(from[i]!)
    if (whole ? (value | 0) !== value : !Number.isSafeInteger(value)) {
      const range = whole ? 'of 32 bits' : 'within ±2^53'
      const cure = whole ? "pass { dtype: 'float64' }, or read it raw" : 'read it raw'
      throw new RangeError(`${where}: expected integers ${range} in ${dtype}, got ${from[i]}; ${cure}`)
    }
    out[at + i] = value
  }
}
