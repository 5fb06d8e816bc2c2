import { show } from '@nn/check'
import type { Backend, Tensor } from '@nn/tensor'
import { bytesSource, readFrom, readRange, type Source, type SourceLike, toSource } from '../bytes/source.ts'
import type { RawTensor } from '../elements/raw-tensor.ts'
import { checkReading, type ReadOptions, readRaw, readTensor, type Stored } from '../elements/read-tensor.ts'
import { malformed } from '../errors/format-error.ts'
import { headerSpan, type NpyHeader, PREFIX_BYTES, parseNpyHeader } from './header.ts'

/**
 * Reads the array of an .npy file, versions 1.0 to 3.0, of any number type and byte order, in C or Fortran order. What is refused,
 * also where NumPy takes it: bytes after the data, types without a stated byte order (`=f4`, `f4`, `float32`), comments and keys
 * that stand twice in the header. Objects, structures and text are refused by name; nothing in a header is evaluated.
 *
 * @throws FormatError if it is no such file, cut off, or of elements that are no numbers; RangeError if values do not fit.
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
  checkReading('readNpy', backend, options)
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
  return readRaw(await openNpy(toSource(source)))
}

async function openNpy(source: Source): Promise<Stored> {
  const where = source.name ?? 'npy'
  const first = await readRange(source, 0, Math.min(PREFIX_BYTES, source.size))
  const { version, start, end } = headerSpan(where, first)
  const header = parseNpyHeader(where, await readRange(source, start, end), version)
  checkData(where, header, source.size - end)
  return { where, name: 'tensor', ...header, next: readFrom(source, end) }
}

/** The array of a whole .npy in memory. @throws FormatError */
export function storedOf(where: string, name: string, bytes: Uint8Array): Stored {
  const { version, start, end } = headerSpan(where, bytes.subarray(0, PREFIX_BYTES))
  if (end > bytes.length)
    throw malformed(where, `a header of ${end - start} bytes`, `${bytes.length - start}`)
  const header = parseNpyHeader(where, bytes.subarray(start, end), version)
  checkData(where, header, bytes.length - end)
  return { where, name, ...header, next: readFrom(bytesSource(bytes), end) }
}

function checkData(where: string, { bytes, dtype, shape }: NpyHeader, got: number): void {
  if (bytes === got) return
  const cure = got < bytes ? 'is the file cut off?' : 'there is more than the array'
  throw malformed(where, `${bytes} bytes of data for ${dtype} ${show(shape)}`, got, cure)
}
