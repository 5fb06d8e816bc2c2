import { type Backend, type DType, Tensor, type TensorData } from '@nn/tensor'
import { orderBytes } from './byte-order.ts'
import { decoderOf, isDirect, naturalDType } from './decode.ts'
import { bitsOf, type FileDType, wordOf } from './dtypes.ts'
import { show } from './errors.ts'

/** Where the elements of a tensor are, row-major unless `fortranOrder`. */
export interface Stored {
  /** The first words of every message. */
  readonly where: string
  readonly dtype: FileDType
  readonly shape: readonly number[]
  readonly bigEndian?: boolean
  readonly fortranOrder?: boolean
  /** Fills `into` with the next bytes. */
  readonly next: (into: Uint8Array) => Promise<void>
}

/** The options of reading a tensor. */
export interface ReadOptions {
  /**
   * The dtype of the tensor. Left out: float64 of F64, float32 of the other floats, bool of BOOL, int32 of integers, if they fit;
   * float64 takes integers up to 2^53.
   */
  readonly dtype?: DType
}

/** Bytes that are decoded at a time. */
const PIECE = 1 << 18

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array } as const

/** The tensor of stored elements; beside it, only a piece of them is in memory. */
export async function readTensor(
  stored: Stored,
  backend: Backend,
  options: ReadOptions = {},
): Promise<Tensor> {
  const { where, dtype, shape, fortranOrder = false } = stored
  const target = targetOf(where, dtype, options)
  const decoded = isWide(dtype) && target === 'float64' ? 'float64' : naturalDType(dtype)!
  const size = shape.reduce((product, length) => product * length, 1)
  const data = new ARRAYS[decoded](size)
  await (isDirect(dtype) ? readDirect(stored, data) : decodePieces(stored, data))
  const strides = fortranOrder ? { strides: columnMajor(shape) } : {}
  const tensor = new Tensor({ backend, data, shape, ...strides }).contiguous()
  return target === decoded ? tensor : tensor.cast(target)
}

/** The `next` of bytes in memory. */
export function nextOf(bytes: Uint8Array): Stored['next'] {
  let at = 0
  return async (into) => {
    into.set(bytes.subarray(at, at + into.length))
    at += into.length
  }
}

/** The elements as they are, but little-endian and row-major. */
export async function readRaw(stored: Stored): Promise<Uint8Array> {
  const { dtype, shape, bigEndian = false, fortranOrder = false, next } = stored
  const width = bitsOf(dtype) / 8
  const bytes = new Uint8Array(shape.reduce((product, length) => product * length, width))
  await next(bytes)
  if (bigEndian) for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse()
  return fortranOrder ? rowMajor(bytes, shape, width) : bytes
}

function targetOf(where: string, dtype: FileDType, { dtype: wanted }: ReadOptions): DType {
  const natural = naturalDType(dtype)
  if (natural === undefined) {
    throw new TypeError(`${where}: expected elements that a tensor can hold, got ${dtype}; read it raw`)
  }
  if (wanted !== undefined && !Object.hasOwn(ARRAYS, wanted)) {
    const names = Object.keys(ARRAYS).join(', ')
    throw new TypeError(`${where}: expected dtype to be one of ${names}, got ${show(wanted)}`)
  }
  return wanted ?? natural
}

function isWide(dtype: FileDType): boolean {
  return dtype === 'U32' || dtype === 'I64' || dtype === 'U64'
}

async function readDirect({ dtype, bigEndian = false, next }: Stored, data: TensorData): Promise<void> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  await next(bytes)
  orderBytes(bytes, wordOf(dtype), bigEndian)
  if (dtype === 'BOOL') for (let i = 0; i < bytes.length; i++) bytes[i] = bytes[i] === 0 ? 0 : 1
}

async function decodePieces(stored: Stored, data: TensorData): Promise<void> {
  const { where, dtype, bigEndian = false, next } = stored
  const width = bitsOf(dtype) / 8
  const decode = decoderOf(where, dtype)
  const piece = new Uint8Array(Math.min(PIECE, data.length * width))
  for (let at = 0; at < data.length; at += PIECE / width) {
    const bytes = piece.subarray(0, Math.min(PIECE, (data.length - at) * width))
    await next(bytes)
    decode(orderBytes(bytes, wordOf(dtype), bigEndian), data, at)
  }
}

function columnMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(0, axis).reduce((product, length) => product * length, 1))
}

/** Elements of column-major order in row-major order. */
function rowMajor(bytes: Uint8Array, shape: readonly number[], width: number): Uint8Array {
  const strides = columnMajor(shape)
  const out = new Uint8Array(bytes.length)
  const index = shape.map(() => 0)
  let from = 0
  for (let to = 0; to < out.length; to += width) {
    out.set(bytes.subarray(from * width, (from + 1) * width), to)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!
      index[axis]!++
      if (index[axis]! < shape[axis]!) break
      from -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
  return out
}
