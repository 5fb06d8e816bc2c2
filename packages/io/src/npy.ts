import { type Backend, Tensor } from '@nn/tensor'
import { type DTypeOption, encodeTensor, fileDType } from './encode.ts'
import type { Encoding } from './encode-safetensors.ts'
import { malformed, show } from './errors.ts'
import {
  descrOf,
  encodeNpyHeader,
  headerSpan,
  type NpyHeader,
  PREFIX_BYTES,
  parseNpyHeader,
} from './npy-header.ts'
import { checkRaw, type RawTensor } from './raw-tensor.ts'
import { nextOf, type ReadOptions, readRaw, readTensor, type Stored } from './read-tensor.ts'
import { readRange, type Source, type SourceLike, toSource } from './source.ts'
import { concatenate } from './stream-reader.ts'

/** The options of writing arrays of NumPy. */
export interface NpyOptions {
  /** The dtype in the file; see `DTypeOption`. Left out: the tensor's own. NumPy has no BF16 and no 8-bit floats. */
  readonly dtype?: DTypeOption
}

/**
 * Reads the array of an .npy file, versions 1.0 to 3.0, of any number type and byte order, in C or Fortran order. What is refused,
 * also where NumPy takes it: bytes after the data, types without a stated byte order (`=f4`, `f4`, `float32`), comments and keys
 * that stand twice in the header. Objects, structures and text are refused by name; nothing in a header is evaluated.
 *
 * @throws FormatError if it is no such file, cut off, or of elements that are no numbers; RangeError if integers do not fit.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeNpy, readNpy } from '@nn/io'
 * const x = await readNpy(encodeNpy(cpu.tensor([[1, 2], [3, 4]])), cpu)
 * x.toNested() // => [[1, 2], [3, 4]]
 * ```
 */
export async function readNpy(
  source: SourceLike,
  backend: Backend,
  options: ReadOptions = {},
): Promise<Tensor> {
  return readTensor(await openNpy(toSource(source)), backend, options)
}

/**
 * The elements of an .npy file as they are stored, but little-endian and row-major, of any of its number types.
 *
 * @throws As `readNpy`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeNpy, readNpyRaw } from '@nn/io'
 * const raw = await readNpyRaw(encodeNpy(cpu.ones([3]), { dtype: 'F16' }))
 * raw.dtype // => 'F16'
 * raw.bytes.length // => 6
 * ```
 */
export async function readNpyRaw(source: SourceLike): Promise<RawTensor> {
  const stored = await openNpy(toSource(source))
  return { dtype: stored.dtype, shape: stored.shape, bytes: await readRaw(stored) }
}

async function openNpy(source: Source): Promise<Stored> {
  const where = 'npy'
  const first = await readRange(source, 0, Math.min(PREFIX_BYTES, source.size))
  const { version, start, end } = headerSpan(where, first)
  const header = parseNpyHeader(where, await readRange(source, start, end), version)
  checkData(where, header, source.size - end)
  let at = end
  const next = async (into: Uint8Array): Promise<void> => {
    await source.read(into, at)
    at += into.length
  }
  return { where, ...header, next }
}

/** The array of a whole .npy in memory. @throws FormatError */
export function storedOf(where: string, bytes: Uint8Array): Stored {
  const { version, start, end } = headerSpan(where, bytes.subarray(0, PREFIX_BYTES))
  if (end > bytes.length)
    throw malformed(where, `a header of ${end - start} bytes`, `${bytes.length - start}`)
  const header = parseNpyHeader(where, bytes.subarray(start, end), version)
  checkData(where, header, bytes.length - end)
  return { where, ...header, next: nextOf(bytes.subarray(end)) }
}

function checkData(where: string, { bytes, dtype, shape }: NpyHeader, got: number): void {
  if (bytes === got) return
  const cure = got < bytes ? 'is the file cut off?' : 'there is more than the array'
  throw malformed(where, `${bytes} bytes of data for ${dtype} [${shape.join(', ')}]`, String(got), cure)
}

/**
 * The bytes of an .npy file, version 1.0, as `numpy.save` writes them.
 *
 * @throws TypeError if it is no tensor or NumPy has no such dtype, RangeError if an integer does not fit.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeNpy } from '@nn/io'
 * encodeNpy(cpu.ones([2, 3])).length // => 152
 * ```
 */
export function encodeNpy(tensor: Tensor | RawTensor, options: NpyOptions = {}): Uint8Array {
  const { size, chunks } = planNpy('encodeNpy', 'tensor', tensor, options)
  return concatenate(chunks(), size)
}

/** Checks everything and lays the file out. */
export function planNpy(
  where: string,
  name: string,
  value: Tensor | RawTensor,
  { dtype: option }: NpyOptions,
): Encoding {
  const isTensor = value instanceof Tensor
  if (!isTensor && (typeof value !== 'object' || value === null || !('bytes' in value))) {
    throw new TypeError(`${where}: expected a tensor or { dtype, shape, bytes }, got ${show(value)}`)
  }
  if (!isTensor) checkRaw(where, value)
  const dtype = isTensor ? fileDType(where, name, value, option) : value.dtype
  const descr = descrOf(dtype)
  if (descr === undefined) {
    throw new TypeError(
      `${where}: expected a dtype that NumPy has, got ${dtype}; pass { dtype: 'F32' }, or use safetensors`,
    )
  }
  const header = encodeNpyHeader(descr, value.shape)
  const data = () => (isTensor ? encodeTensor(where, value, dtype) : [value.bytes])
  const bytes = [...value.shape].reduce((product, length) => product * length, Number(descr.slice(2)))
  return {
    size: header.length + bytes,
    *chunks() {
      yield header
      yield* data()
    },
  }
}
