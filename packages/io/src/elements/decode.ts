import { message } from '@nn/check'
import type { DType, TensorData } from '@nn/tensor'
import type { FileDType } from './dtypes.ts'
import { float8Table, isFloat8 } from './float8.ts'
import { float32OfHalf } from './half.ts'
import { isWordDType, patternsOf, type Words, wordsOf } from './words.ts'

/** The tensor's dtype for a file's dtype; undefined if none holds its values. */
export function naturalDType(dtype: FileDType): DType | undefined {
  if (dtype === 'BOOL') return 'bool'
  if (dtype === 'F64') return 'float64'
  if (dtype === 'C64' || dtype === 'F4' || dtype.startsWith('F6')) return undefined
  return dtype.startsWith('I') || dtype.startsWith('U') ? 'int32' : 'float32'
}

/** Whether a file stores the elements as a tensor does. */
export function isDirect(dtype: FileDType): boolean {
  return dtype === 'F32' || dtype === 'F64' || dtype === 'I32' || dtype === 'BOOL'
}

/** Writes the values of aligned bytes in this machine's order to `out` from `at` on. */
export type Decoder = (bytes: Uint8Array, out: TensorData, at: number) => void

/** Whose elements are decoded: the first words of messages, and the dtype. */
interface Named {
  readonly where: string
  readonly dtype: FileDType
}

/** How the elements of a dtype that is not direct become numbers. */
export function decoderOf(named: Named): Decoder {
  const { dtype } = named
  if (isFloat8(dtype)) {
    const table = float8Table(dtype)
    return (bytes, out, at) => lookUp(table, bytes, out, at)
  }
  if (isWordDType(dtype)) return (bytes, out, at) => integers(named, wordsOf(dtype, bytes), out, at)
  const pattern = dtype === 'F16' ? float32OfHalf : (half: number) => half << 16
  return (bytes, out, at) => widen(patternsOf(bytes), out, at, pattern)
}

function lookUp(table: Float32Array, bytes: Uint8Array, out: TensorData, at: number): void {
  for (let i = 0; i < bytes.length; i++) out[at + i] = table[bytes[i]!]!
}

/** Maps patterns, not floats, so that NaNs keep their payloads. */
function widen(from: Uint16Array, out: TensorData, at: number, pattern: (half: number) => number): void {
  const to = new Int32Array(out.buffer, out.byteOffset + 4 * at, from.length)
  for (let i = 0; i < from.length; i++) to[i] = pattern(from[i]!)
}

/** Copies integers, unless one is too large: for int32, or to be exact in float64. */
function integers({ where, dtype }: Named, from: Words, out: TensorData, at: number): void {
  const whole = out instanceof Int32Array
  for (let i = 0; i < from.length; i++) {
    const value = Number(from[i])
    if (whole ? (value | 0) !== value : !Number.isSafeInteger(value)) {
      const range = whole ? 'of 32 bits' : 'within ±2^53'
      const cure = whole ? "pass { dtype: 'float64' }, or read it raw" : 'read it raw'
      throw new RangeError(message(where, `integers ${range} in ${dtype}`, String(from[i]), cure))
    }
    out[at + i] = value
  }
}
