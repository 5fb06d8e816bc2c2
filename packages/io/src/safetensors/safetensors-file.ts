import { show } from '@nn/check'
import type { Backend, Tensor } from '@nn/tensor'
import { readFrom, readRange, type Source, type SourceLike, toSource } from '../bytes/source.ts'
import type { RawTensor } from '../elements/raw-tensor.ts'
import { type ReadOptions, readAll, readRaw, readTensor, type Stored } from '../elements/read-tensor.ts'
import { byName } from '../elements/tensors.ts'
import type { TensorArchive } from './archive.ts'
import { FORMAT, headerLength, LENGTH_BYTES, parseHeader, type TensorInfo } from './header.ts'

/**
 * Opens a safetensors file: reads and checks its header, and none of the data. What is refused, also where other readers take it:
 * names that stand twice, descriptions written as arrays, sizes of 2^53 and more. Members of a
 * description that are not known are ignored, `__metadata__: null` is none, and BOOL bytes other than 0 are true.
 *
 * @param source Bytes, a Blob or File, or anything with `size` and `read`; for paths there is `@nn/io/node`.
 * @throws FormatError if it is no such file, or one with overlaps, holes, sizes that do not fit or an absurd header: before
 * anything is allocated for it. TypeError if source is none.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeSafetensors, openSafetensors } from '@nn/io'
 * const bytes = encodeSafetensors({ weight: cpu.tensor([[1, 2], [3, 4]]), bias: cpu.zeros([2]) })
 * const file = await openSafetensors(bytes)
 * const shape = file.tensors.get('weight')?.shape
 * shape // => [2, 2]
 * const weight = await file.tensor('weight', cpu)
 * weight.toNested() // => [[1, 2], [3, 4]]
 * ```
 */
export async function openSafetensors(source: SourceLike): Promise<SafetensorsFile> {
  const from = toSource(source)
  const where = from.name ?? FORMAT
  const first = await readRange(from, 0, Math.min(LENGTH_BYTES, from.size))
  const length = headerLength(where, first, from.size)
  const header = await readRange(from, LENGTH_BYTES, LENGTH_BYTES + length)
  return new SafetensorsFile(from, parseHeader(where, header, from.size - LENGTH_BYTES - length))
}

/**
 * An open safetensors file; see `openSafetensors`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeSafetensors, openSafetensors, SafetensorsFile } from '@nn/io'
 * const file = await openSafetensors(encodeSafetensors({ w: cpu.ones([3]) }, { dtype: 'BF16' }))
 * file instanceof SafetensorsFile // => true
 * const raw = await file.raw('w')
 * raw.dtype // => 'BF16'
 * raw.bytes.length // => 6
 * ```
 */
export class SafetensorsFile implements TensorArchive {
  readonly tensors: ReadonlyMap<string, TensorInfo>
  readonly metadata: ReadonlyMap<string, string>
  /** The source that tensors are read from. */
  readonly source: Source

  /** Use `openSafetensors`, which reads and checks the header. */
  constructor(source: Source, { tensors, metadata }: Pick<TensorArchive, 'tensors' | 'metadata'>) {
    this.source = source
    this.tensors = tensors
    this.metadata = metadata
  }

  async tensor(name: string, backend: Backend, options: ReadOptions = {}): Promise<Tensor> {
    return readTensor(storedIn(this, name), backend, options)
  }

  async raw(name: string): Promise<RawTensor> {
    return readRaw(storedIn(this, name))
  }

  async readAll(backend: Backend, options: ReadOptions = {}): Promise<Map<string, Tensor>> {
    return readAll(this.tensors.keys(), this, backend, options)
  }
}

function storedIn({ source, tensors }: SafetensorsFile, name: string): Stored {
  const { dtype, shape, start } = byName(tensors, name)
  return {
    where: `${source.name ?? FORMAT}: ${show(name)}`,
    name,
    dtype,
    shape,
    next: readFrom(source, start),
  }
}
