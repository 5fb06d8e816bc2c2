import { checkOptions, keysOf, message, type OptionNames, oneOf, wrongKind } from '@nn/check'
import { type Backend, type DType, Tensor, type TensorData } from '@nn/tensor'
import { orderBytes, reverseWords } from '../bytes/byte-order.ts'
import type { NextBytes } from '../bytes/source.ts'
import { decoderOf, isDirect, naturalDType } from './decode.ts'
import { bitsOf, type FileDType, wordOf } from './dtypes.ts'
import { checkFinite, checkInt32 } from './overflow.ts'
import type { RawTensor } from './raw-tensor.ts'
import { columnMajor, rowMajor } from './row-major.ts'
import { MAX_AXES, product } from './shape.ts'

/** A tensor in a file: its elements follow each other, row-major unless `fortranOrder`. */
export interface Stored {
  /** The first words of every message. */
  readonly where: string
  readonly name: string
  readonly dtype: FileDType
  readonly shape: readonly number[]
  readonly bigEndian?: boolean
  readonly fortranOrder?: boolean
  readonly next: NextBytes
}

/** The options of reading a tensor. */
export interface ReadOptions {
  /**
   * The dtype of the tensor, or a function that says it for each, by its name and its dtype in the file. Left out, or undefined:
   * float64 of F64, float32 of the other floats, bool of BOOL, int32 of integers, if they fit; float64 takes integers up to 2^53.
   * As int32, floats are truncated towards zero. What does not fit is an error: no value becomes infinite.
   */
  readonly dtype?: DType | ((name: string, dtype: FileDType) => DType | undefined)
}

/** Bytes that are decoded at a time. */
const PIECE = 1 << 18

const READ_OPTIONS: OptionNames<ReadOptions> = { dtype: true }

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array } as const

const DTYPES = /* @__PURE__ */ keysOf<DType>(ARRAYS)

/** Throws unless backend and options are ones that tensors can be read with. */
export function checkReading(where: string, backend: Backend, options: ReadOptions): void {
  if (typeof backend?.zeros !== 'function') {
    throw wrongKind(where, 'a backend, such as cpu of @nn/backend-cpu', backend)
  }
  checkOptions(where, options, READ_OPTIONS)
  if (typeof options.dtype !== 'function') checkTarget(where, options.dtype)
}

function checkTarget(where: string, dtype: DType | undefined): DType | undefined {
  return dtype === undefined ? undefined : oneOf(where, 'dtype', dtype, DTYPES)
}

/** The tensor of stored elements; beside it, only a piece of them is in memory. */
export async function readTensor(stored: Stored, backend: Backend, options: ReadOptions): Promise<Tensor> {
  const { where, name, dtype, shape, fortranOrder = false } = stored
  checkReading(where, backend, options)
  const asked = typeof options.dtype === 'function' ? options.dtype(name, dtype) : options.dtype
  const natural = naturalDType(dtype)
  if (natural === undefined) {
    throw new TypeError(message(where, 'elements that a tensor can hold', dtype, 'read it raw'))
  }
  if (shape.length > MAX_AXES) {
    throw new RangeError(message(where, `at most ${MAX_AXES} axes`, String(shape.length), 'read it raw'))
  }
  const target = checkTarget(where, asked) ?? natural
  const decoded = isWide(dtype) && target === 'float64' ? 'float64' : natural
  const data = inMemory(where, product(shape), (length) => new ARRAYS[decoded](length))
  await (isDirect(dtype) ? readDirect(stored, data) : decodePieces(stored, data))
  const strides = fortranOrder ? { strides: columnMajor(shape) } : {}
  const tensor = new Tensor({ backend, data, shape, ...strides }).contiguous()
  return target === decoded ? tensor : converted(where, tensor, target)
}

/** A tensor with another dtype, which must have its values. */
function converted(where: string, tensor: Tensor, dtype: DType): Tensor {
  if (dtype === 'int32' && tensor.dtype !== 'bool') checkInt32(where, tensor.data)
  const cast = tensor.cast(dtype)
  if (dtype === 'float32') checkFinite(where, dtype, tensor.data, cast.data)
  return cast
}

/** @throws RangeError if an engine has no array of this length, or no memory for it */
function inMemory<T>(where: string, length: number, make: (length: number) => T): T {
  try {
    return make(length)
  } catch (cause) {
    const text = message(where, `memory for ${length} elements`, 'none', 'read a part of the file')
    throw new RangeError(text, { cause })
  }
}

/** Reads the named tensors of an archive, one after the other. */
export async function readAll(
  names: Iterable<string>,
  archive: { tensor(name: string, backend: Backend, options: ReadOptions): Promise<Tensor> },
  backend: Backend,
  options: ReadOptions,
): Promise<Map<string, Tensor>> {
  checkReading('readAll', backend, options)
  const state = new Map<string, Tensor>()
  for (const name of names) state.set(name, await archive.tensor(name, backend, options))
  return state
}

/** The elements as they are, but little-endian and row-major. */
export async function readRaw(stored: Stored): Promise<RawTensor> {
  const { dtype, shape, bigEndian = false, fortranOrder = false, next } = stored
  const width = bitsOf(dtype) / 8
  const bytes = inMemory(stored.where, product([width, ...shape]), (length) => new Uint8Array(length))
  await next(bytes)
  if (bigEndian) reverseWords(bytes, wordOf(dtype))
  return { dtype, shape, bytes: fortranOrder ? rowMajor(bytes, shape, width) : bytes }
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
  const { dtype, bigEndian = false, next } = stored
  const width = bitsOf(dtype) / 8
  const decode = decoderOf(stored)
  const piece = new Uint8Array(Math.min(PIECE, data.length * width))
  for (let at = 0; at < data.length; at += PIECE / width) {
    const bytes = piece.subarray(0, Math.min(PIECE, (data.length - at) * width))
    await next(bytes)
    decode(orderBytes(bytes, wordOf(dtype), bigEndian), data, at)
  }
}
