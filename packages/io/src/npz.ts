import type { Backend, Tensor } from '@nn/tensor'
import { crc32 } from './crc32.ts'
import { FormatError, malformed, show } from './errors.ts'
import { storedOf } from './npy.ts'
import type { RawTensor } from './raw-tensor.ts'
import { type ReadOptions, readRaw, readTensor, type Stored } from './read-tensor.ts'
import { infoOf } from './safetensors-file.ts'
import { readRange, type Source, type SourceLike, toSource } from './source.ts'
import { StreamReader } from './stream-reader.ts'
import { dataStart, readZipDirectory, type ZipEntry } from './zip-directory.ts'

const STORED = 0
const DEFLATED = 8

/** More than deflate can reach: 258 bytes of two bits each. */
const MAX_RATIO = 1032

/**
 * Opens an .npz archive, stored or deflated: reads its directory, and none of the arrays. Names are keys and never paths; members
 * that are no .npy are listed in `others`. What is refused, also where NumPy takes it: a name that stands twice, a directory with
 * other sizes or another number of members than there are, bzip2 and lzma.
 *
 * @throws FormatError if it is no such archive; TypeError if source is none.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeNpz, openNpz } from '@nn/io'
 * const archive = await openNpz(await encodeNpz({ w: cpu.ones([2]), b: cpu.zeros([1]) }))
 * archive.names // => ['w', 'b']
 * const w = await archive.tensor('w', cpu)
 * w.toNested() // => [1, 1]
 * ```
 */
export async function openNpz(source: SourceLike): Promise<NpzFile> {
  const from = toSource(source)
  return new NpzFile(from, await readZipDirectory('npz', from))
}

/**
 * An open .npz archive; see `openNpz`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeNpz, NpzFile, openNpz } from '@nn/io'
 * const archive = await openNpz(await encodeNpz({ w: cpu.ones([2]) }, { compress: true }))
 * archive instanceof NpzFile // => true
 * const state = await archive.readAll(cpu)
 * state.get('w').toNested() // => [1, 1]
 * ```
 */
export class NpzFile {
  /** Of the arrays, in the order of the directory. */
  readonly names: readonly string[]
  /** Of members that are no arrays. */
  readonly others: readonly string[]
  readonly #source: Source
  readonly #entries: ReadonlyMap<string, ZipEntry>

  /** @internal */
  constructor(source: Source, entries: readonly ZipEntry[]) {
    const arrays = entries.filter(({ name }) => name.endsWith('.npy'))
    this.#source = source
    this.#entries = new Map(arrays.map((entry) => [entry.name.slice(0, -4), entry]))
    this.names = Object.freeze([...this.#entries.keys()])
    this.others = Object.freeze(entries.map(({ name }) => name).filter((name) => !name.endsWith('.npy')))
  }

  /** Reads one array, and nothing else of the archive. @throws RangeError if there is no such name, FormatError as `readNpy`. */
  async tensor(name: string, backend: Backend, options: ReadOptions = {}): Promise<Tensor> {
    return readTensor(await this.#stored(name), backend, options)
  }

  /** Reads one array as it is stored, of any number type. @throws As `tensor`. */
  async raw(name: string): Promise<RawTensor> {
    const stored = await this.#stored(name)
    return { dtype: stored.dtype, shape: stored.shape, bytes: await readRaw(stored) }
  }

  /** Reads all arrays, one after the other: a state dict. */
  async readAll(backend: Backend, options: ReadOptions = {}): Promise<Map<string, Tensor>> {
    const state = new Map<string, Tensor>()
    for (const name of this.names) state.set(name, await this.tensor(name, backend, options))
    return state
  }

  async #stored(name: string): Promise<Stored> {
    const where = `npz: ${show(name)}`
    return storedOf(where, await readMember(where, this.#source, infoOf(this.#entries, name)))
  }
}

/** The bytes of a member, checked against its size and CRC. */
async function readMember(where: string, source: Source, entry: ZipEntry): Promise<Uint8Array> {
  const { flags, method, compressed, size, crc } = entry
  if ((flags & 1) !== 0) throw malformed(where, 'a member to be read', 'an encrypted one')
  if (method !== STORED && method !== DEFLATED) {
    throw malformed(where, 'a member stored or deflated', `method ${method}`)
  }
  if (method === STORED ? size !== compressed : size > compressed * MAX_RATIO) {
    throw malformed(where, `a size that ${compressed} bytes can give`, String(size))
  }
  const start = await dataStart(where, source, entry)
  const bytes = await readRange(source, start, start + compressed)
  const plain = method === STORED ? bytes : await inflate(where, bytes, size)
  if (crc32(plain) !== crc)
    throw malformed(where, `CRC-32 ${crc}`, String(crc32(plain)), 'the data was changed')
  return plain
}

async function inflate(where: string, bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const inflating = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
  const reader = new StreamReader(inflating)
  try {
    const plain = await reader.take(size)
    if (await reader.more()) throw malformed(where, `${size} bytes`, 'more')
    return plain
  } catch (cause) {
    if (cause instanceof FormatError) throw cause
    // What the engine says differs between engines: it is the cause.
    throw Object.assign(malformed(where, `${size} bytes of deflated data`, 'a broken stream'), { cause })
  } finally {
    await reader.close().catch(() => undefined)
  }
}
