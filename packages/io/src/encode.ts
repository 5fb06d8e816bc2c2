import type { DType, Tensor, TensorData } from '@nn/tensor'
import { littleEndian } from './byte-order.ts'
import { bitsOf, FILE_DTYPES, type FileDType, isFileDType, wordOf } from './dtypes.ts'
import { show } from './errors.ts'
import { bfloatOfFloat32, halfOfFloat32 } from './half.ts'

/** How a tensor's own dtype is stored. */
const OWN: Readonly<Record<DType, FileDType>> = { float32: 'F32', float64: 'F64', int32: 'I32', bool: 'BOOL' }

/**
 * The dtype in the file. A name is for tensors of its kind, floats or integers, the others keep their own; a function says it for
 * each tensor. Floats are rounded to nearest, ties to even; integers must fit.
 */
export type DTypeOption = FileDType | ((name: string, tensor: Tensor) => FileDType | undefined)

/** The dtype that a tensor is to have in the file. @throws TypeError if it cannot be converted to. */
export function fileDType(
  where: string,
  name: string,
  tensor: Tensor,
  option: DTypeOption | undefined,
): FileDType {
  const own = OWN[tensor.dtype]
  const wanted = typeof option === 'function' ? option(name, tensor) : option
  if (wanted === undefined) return own
  if (!isFileDType(wanted)) {
    throw new TypeError(
      `${where}: expected dtype to be one of ${FILE_DTYPES.join(', ')}, got ${show(wanted)}`,
    )
  }
  if (typeof option !== 'function' && isFloat(wanted) !== isFloat(own)) return own
  const possible = wanted === own || (wanted in WRITERS && (own !== 'BOOL' || !isFloat(wanted)))
  if (possible) return wanted
  const cure = 'give it raw, as { dtype, shape, bytes }'
  throw new TypeError(
    `${where}: expected a dtype that ${tensor.dtype} can be written as, got ${wanted}; ${cure}`,
  )
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
  if (dtype === OWN[tensor.dtype]) {
    for (let at = 0; at < size; at += 16 * PIECE) {
      const { buffer, byteOffset, byteLength } = values.subarray(at, at + 16 * PIECE)
      yield littleEndian(new Uint8Array(buffer, byteOffset, byteLength), wordOf(dtype))
    }
    return
  }
  const write = WRITERS[dtype as keyof typeof WRITERS]
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

/** float64 is rounded to float32 first; its patterns then once more: to odd, so that the result is rounded but once. */
function patterns(from: TensorData, to: Uint16Array, round: (bits: number) => number): void {
  if (from instanceof Float32Array) {
    const bits = new Int32Array(from.buffer, from.byteOffset, from.length)
    for (let i = 0; i < bits.length; i++) to[i] = round(bits[i]!)
    return
  }
  const single = new Float32Array(1)
  const bits = new Int32Array(single.buffer)
  for (let i = 0; i < from.length; i++) {
    single[0] = from[i]!
    const rounded = single[0]!
    // Towards zero where it went away from it, and odd where it was not exact.
    const shorter = Math.abs(rounded) > Math.abs(from[i]!) ? bits[0]! - 1 : bits[0]!
    to[i] = round(rounded === from[i] || Number.isNaN(rounded) ? shorter : shorter | 1)
  }
}

function integers(where: string, dtype: FileDType, from: TensorData, to: { [i: number]: number }): void {
  for (let i = 0; i < from.length; i++) {
    to[i] = from[i]!
    if (to[i] !== from[i]) refuse(where, dtype, from[i]!)
  }
}

function bigIntegers(
  where: string,
  dtype: FileDType,
  from: TensorData,
  to: BigInt64Array | BigUint64Array,
): void {
  for (let i = 0; i < from.length; i++) {
    if (!Number.isSafeInteger(from[i]) || (dtype === 'U64' && from[i]! < 0)) refuse(where, dtype, from[i]!)
    to[i] = BigInt(from[i]!)
  }
}

function refuse(where: string, dtype: FileDType, got: number): never {
  throw new RangeError(
    `${where}: expected integers that ${dtype} holds, got ${got}; leave out dtype, or cast first`,
  )
}
