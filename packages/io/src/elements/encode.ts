import { message, oneOf } from '@nn/check'
import type { DType, Tensor, TensorData } from '@nn/tensor'
import { littleEndian } from '../bytes/byte-order.ts'
import { bitsOf, FILE_DTYPES, type FileDType, wordOf } from './dtypes.ts'
import { bfloatOfFloat32, halfOfFloat32 } from './half.ts'
import { checkFinite, tooLarge } from './overflow.ts'
import { isWordDType, patternsOf, type Words, wordsOf } from './words.ts'

/** The dtype in the file that keeps a tensor's own bits. */
const OWN: Readonly<Record<DType, FileDType>> = { float32: 'F32', float64: 'F64', int32: 'I32', bool: 'BOOL' }

/**
 * The dtype in the file. A name is for tensors of its kind, floats or integers, and the others keep their own; a function chooses
 * for each tensor, and undefined keeps its own. Floats are rounded to nearest, ties to even; integers must fit.
 */
export type DTypeOption = FileDType | ((name: string, tensor: Tensor) => FileDType | undefined)

/** The dtype that a tensor gets in the file. @throws TypeError if it cannot be converted to it, RangeError if there is no such dtype */
export function fileDType(
  where: string,
  name: string,
  tensor: Tensor,
  option: DTypeOption | undefined,
): FileDType {
  const own = OWN[tensor.dtype]
  const asked = typeof option === 'function' ? option(name, tensor) : option
  if (asked === undefined) return own
  const wanted = oneOf(where, 'dtype', asked, FILE_DTYPES)
  if (typeof option !== 'function' && isFloat(wanted) !== isFloat(own)) return own
  if (wanted === own || (isWritable(wanted) && (own !== 'BOOL' || !isFloat(wanted)))) return wanted
  const cure = 'give it raw, as { dtype, shape, bytes }'
  throw new TypeError(message(where, `a dtype that ${tensor.dtype} can be written as`, wanted, cure))
}

function isWritable(dtype: FileDType): boolean {
  return isWordDType(dtype) ? dtype !== 'BOOL' : dtype === 'F16' || dtype === 'BF16'
}

function isFloat(dtype: FileDType): boolean {
  return dtype.startsWith('F') || dtype.startsWith('BF')
}

/** Elements that are converted at a time. */
const PIECE = 1 << 16

/** The bytes of a tensor, piece by piece: views of its storage where it lies there as in the file. */
export function* encodeTensor(where: string, tensor: Tensor, dtype: FileDType): Generator<Uint8Array> {
  const { data, offset, size } = tensor.contiguous()
  const values = data.subarray(offset, offset + size)
  const isOwn = dtype === OWN[tensor.dtype]
  const step = isOwn ? 16 * PIECE : PIECE
  for (let at = 0; at < size; at += step) {
    const piece = values.subarray(at, at + step)
    const bytes = isOwn ? bytesOf(piece) : convert(where, piece, dtype)
    yield littleEndian(bytes, wordOf(dtype))
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: TensorData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function convert(where: string, from: TensorData, dtype: FileDType): Uint8Array {
  const bytes = new Uint8Array((from.length * bitsOf(dtype)) / 8)
  if (!isWordDType(dtype)) round(where, from, patternsOf(bytes), dtype === 'F16' ? HALF : BFLOAT)
  else copyTo(where, dtype, from, wordsOf(dtype, bytes))
  return bytes
}

/** A float of 16 bits: its pattern for one of float32, and the pattern of its infinity. */
interface Float16 {
  readonly dtype: FileDType
  readonly pattern: (bits: number) => number
  readonly infinity: number
}

const HALF: Float16 = { dtype: 'F16', pattern: halfOfFloat32, infinity: 0x7c00 }
const BFLOAT: Float16 = { dtype: 'BF16', pattern: bfloatOfFloat32, infinity: 0x7f80 }

/** Rounds floats to patterns of 16 bits. */
function round(
  where: string,
  from: TensorData,
  to: Uint16Array,
  { dtype, pattern, infinity }: Float16,
): void {
  if (from instanceof Float32Array) {
    const bits = new Int32Array(from.buffer, from.byteOffset, from.length)
    for (let i = 0; i < bits.length; i++) to[i] = pattern(bits[i]!)
  } else for (let i = 0; i < from.length; i++) to[i] = pattern(oddPattern(from[i]!))
  for (let i = 0; i < to.length; i++) {
    if ((to[i]! & 0x7fff) === infinity && Number.isFinite(from[i])) tooLarge(where, dtype, from[i]!)
  }
}

const single = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(4))

/** The float32 pattern of a number rounded to odd, so that rounding it once more is as rounding the number once. */
function oddPattern(value: number): number {
  single.setFloat32(0, value)
  const [rounded, bits] = [single.getFloat32(0), single.getInt32(0)]
  // Towards zero where it went away from it, and odd where it was not exact.
  const shorter = Math.abs(rounded) > Math.abs(value) ? bits - 1 : bits
  return rounded === value || Number.isNaN(rounded) ? shorter : shorter | 1
}

/** Copies numbers: floats as their array rounds them, integers unless one does not fit. */
function copyTo(where: string, dtype: FileDType, from: TensorData, to: Words): void {
  const isBig = to instanceof BigInt64Array || to instanceof BigUint64Array
  if (!isBig) to.set(from)
  if (to instanceof Float32Array) checkFinite(where, 'F32', from, to)
  if (isFloat(dtype)) return
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!
    if (isBig) to[i] = Number.isSafeInteger(value) ? BigInt(value) : 0n
    if (Number(to[i]) === value) continue
    const cure = 'leave out dtype, or cast first'
    throw new RangeError(message(where, `integers that ${dtype} holds`, String(value), cure))
  }
}
