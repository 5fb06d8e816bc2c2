import { message, oneOf } from '@nn/check'
import type { DType, Tensor, TensorData } from '@nn/tensor'
import { littleEndian } from '../bytes/byte-order.ts'
import { bitsOf, FILE_DTYPES, type FileDType, wordOf } from './dtypes.ts'
import { bfloatOfFloat32, halfOfFloat32 } from './half.ts'

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

function isWritable(dtype: FileDType): dtype is keyof typeof WRITERS {
  return Object.hasOwn(WRITERS, dtype)
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
  if (dtype === OWN[tensor.dtype] || !isWritable(dtype)) {
    for (let at = 0; at < size; at += 16 * PIECE) {
      const { buffer, byteOffset, byteLength } = values.subarray(at, at + 16 * PIECE)
      yield littleEndian(new Uint8Array(buffer, byteOffset, byteLength), wordOf(dtype))
    }
    return
  }
  const write = WRITERS[dtype]
  for (let at = 0; at < size; at += PIECE) {
    const piece = values.subarray(at, at + PIECE)
    const bytes = new Uint8Array((piece.length * bitsOf(dtype)) / 8)
    write(where, piece, bytes.buffer)
    yield littleEndian(bytes, wordOf(dtype))
  }
}

type Writer = (where: string, from: TensorData, to: ArrayBuffer) => void

const WRITERS = {
  F16: (_, from, to) => patterns(from, new Uint16Array(to), halfOfFloat32),
  BF16: (_, from, to) => patterns(from, new Uint16Array(to), bfloatOfFloat32),
  F32: (_, from, to) => new Float32Array(to).set(from),
  F64: (_, from, to) => new Float64Array(to).set(from),
  U8: (where, from, to) => integers(where, 'U8', from, new Uint8Array(to)),
  I8: (where, from, to) => integers(where, 'I8', from, new Int8Array(to)),
  U16: (where, from, to) => integers(where, 'U16', from, new Uint16Array(to)),
  I16: (where, from, to) => integers(where, 'I16', from, new Int16Array(to)),
  U32: (where, from, to) => integers(where, 'U32', from, new Uint32Array(to)),
  I32: (where, from, to) => integers(where, 'I32', from, new Int32Array(to)),
  I64: (where, from, to) => bigIntegers(where, 'I64', from, new BigInt64Array(to)),
  U64: (where, from, to) => bigIntegers(where, 'U64', from, new BigUint64Array(to)),
} as const satisfies Readonly<Record<string, Writer>>

/** Rounds floats to patterns of 16 bits. */
function patterns(from: TensorData, to: Uint16Array, round: (bits: number) => number): void {
  if (from instanceof Float32Array) {
    const bits = new Int32Array(from.buffer, from.byteOffset, from.length)
    for (let i = 0; i < bits.length; i++) to[i] = round(bits[i]!)
  } else for (let i = 0; i < from.length; i++) to[i] = round(oddPattern(from[i]!))
}

const single = /* @__PURE__ */ new Float32Array(1)
const singleBits = /* @__PURE__ */ new Int32Array(single.buffer)

/** The float32 pattern of a number rounded to odd, so that rounding it once more is as rounding the number once. */
function oddPattern(value: number): number {
  single[0] = value
  const rounded = Math.fround(value)
  const bits = singleBits[0]!
  // Towards zero where it went away from it, and odd where it was not exact.
  const shorter = Math.abs(rounded) > Math.abs(value) ? bits - 1 : bits
  return rounded === value || Number.isNaN(rounded) ? shorter : shorter | 1
}

function integers(where: string, dtype: FileDType, from: TensorData, to: { [i: number]: number }): void {
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!
    to[i] = value
    if (to[i] !== value) refuse(where, dtype, value)
  }
}

function bigIntegers(
  where: string,
  dtype: FileDType,
  from: TensorData,
  to: BigInt64Array | BigUint64Array,
): void {
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!
    if (!Number.isSafeInteger(value) || (dtype === 'U64' && value < 0)) refuse(where, dtype, value)
    to[i] = BigInt(value)
  }
}

function refuse(where: string, dtype: FileDType, got: number): never {
  const cure = 'leave out dtype, or cast first'
  throw new RangeError(message(where, `integers that ${dtype} holds`, String(got), cure))
}
