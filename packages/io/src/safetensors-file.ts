import type { Backend, Tensor } from '@nn/tensor'
import { show } from './errors.ts'
import type { RawTensor } from './raw-tensor.ts'
import { type ReadOptions, readRaw, readTensor, type Stored } from './read-tensor.ts'
import {
  headerLength,
  LENGTH_BYTES,
  parseHeader,
  type SafetensorsHeader,
  type TensorInfo,
} from './safetensors-header.ts'
import { readRange, type Source, type SourceLike, toSource } from './source.ts'

/** Tensors by name, read when asked for: of one file, or of many shards. */
export interface TensorArchive {
  /** What each tensor is, in the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorInfo>
  readonly metadata: ReadonlyMap<string, string>
  /** Reads one tensor, and nothing else of the file. @throws RangeError if there is no such name. */
  tensor(name: string, backend: Backend, options?: ReadOptions): Promise<Tensor>
  /** Reads one tensor as it is stored, of any dtype. @throws RangeError if there is no such name. */
  raw(name: string): Promise<RawTensor>
  /** Reads all of them, one after the other: a state dict. */
  readAll(backend: Backend, options?: ReadOptions): Promise<Map<string, Tensor>>
}

/**
 * Opens a safetensors file: reads and checks its header, and none of the data. What is refused, also where other readers take it:
 * names that stand twice, white space before the header, descriptions written as arrays, sizes of 2^53 and more. Members of a
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
  const first = await readRange(from, 0, Math.min(LENGTH_BYTES, from.size))
  const length = headerLength(first, from.size)
  const header = await readRange(from, LENGTH_BYTES, LENGTH_BYTES + length)
  return new SafetensorsFile(from, parseHeader(header, from.size - LENGTH_BYTES - length))
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
  readonly #source: Source

  /** @internal */
  constructor(source: Source, { tensors, metadata }: SafetensorsHeader) {
    this.#source = source
    this.tensors = tensors
    this.metadata = metadata
  }

  async tensor(name: string, backend: Backend, options: ReadOptions = {}): Promise<Tensor> {
    return readTensor(this.#stored(name), backend, options)
  }

  async raw(name: string): Promise<RawTensor> {
    const stored = this.#stored(name)
    return { dtype: stored.dtype, shape: stored.shape, bytes: await readRaw(stored) }
  }

  async readAll(backend: Backend, options: ReadOptions = {}): Promise<Map<string, Tensor>> {
    return readAll(this, backend, options)
  }

  #stored(name: string): Stored {
    const { dtype, shape, start } = infoOf(this.tensors, name)
    let at = start
    const next = async (into: Uint8Array): Promise<void> => {
      await this.#source.read(into, at)
      at += into.length
    }
    return { where: `safetensors: ${show(name)}`, dtype, shape, next }
  }
}

/** What is known of a name. @throws RangeError */
export function infoOf<T>(tensors: ReadonlyMap<string, T>, name: string): T {
  const info = tensors.get(name)
  if (info !== undefined) return info
  const names = [...tensors.keys()]
  const some = names.slice(0, 8).map(show).join(', ')
  const cure = names.length === 0 ? 'it has none' : `it has ${some}${names.length > 8 ? ', …' : ''}`
  throw new RangeError(`tensor: expected the name of a tensor in the file, got ${show(name)}; ${cure}`)
}

/** All tensors of an archive, one read after the other. */
export async function readAll(
  archive: Pick<TensorArchive, 'tensors' | 'tensor'>,
  backend: Backend,
  options: ReadOptions,
): Promise<Map<string, Tensor>> {
  const state = new Map<string, Tensor>()
  for (const name of archive.tensors.keys()) state.set(name, await archive.tensor(name, backend, options))
  return state
}
