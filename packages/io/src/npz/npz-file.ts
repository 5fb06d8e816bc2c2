import { show } from '@nn/check'
import type { Backend, Tensor } from '@nn/tensor'
import { type SourceLike, toSource } from '../bytes/source.ts'
import type { RawTensor } from '../elements/raw-tensor.ts'
import { checkReading, type ReadOptions, readAll, readRaw, readTensor } from '../elements/read-tensor.ts'
import { byName } from '../elements/tensors.ts'
import { storedOf } from '../npy/read-npy.ts'
import { readMember } from './read-member.ts'
import { readZipDirectory } from './zip-directory.ts'

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
  const where = from.name ?? 'npz'
  const members = await readZipDirectory(where, from)
  const arrays = new Map(members.filter(isArray).map((entry) => [entry.name.slice(0, -4), entry]))
  const others = members.filter((entry) => !isArray(entry)).map(({ name }) => name)
  const npy = async (name: string): Promise<Uint8Array> =>
    readMember(`${where}: ${show(name)}`, from, byName(arrays, name))
  return new NpzFile([...arrays.keys()], others, npy, from.name)
}

function isArray({ name }: { readonly name: string }): boolean {
  return name.endsWith('.npy')
}

function whereIn(archive: NpzFile, name: string): string {
  return `${archive.name ?? 'npz'}: ${show(name)}`
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
 * state.get('w')?.toNested() // => [1, 1]
 * ```
 */
export class NpzFile {
  /** Names of the arrays, in the order of the directory. */
  readonly names: readonly string[]
  /** Names of the members that are no arrays. */
  readonly others: readonly string[]
  /** Reads the bytes of one array's .npy. @throws RangeError if there is no such name, FormatError if its CRC or size is another */
  readonly npy: (name: string) => Promise<Uint8Array>
  /** What messages call the archive, such as its path. */
  readonly name: string | undefined

  /** Use `openNpz`, which reads and checks the directory. */
  constructor(names: readonly string[], others: readonly string[], npy: NpzFile['npy'], name?: string) {
    this.names = Object.freeze([...names])
    this.others = Object.freeze([...others])
    this.npy = npy
    this.name = name
  }

  /** Reads one array, and nothing else of the archive. @throws RangeError if there is no such name, FormatError as `readNpy` */
  async tensor(name: string, backend: Backend, options: ReadOptions = {}): Promise<Tensor> {
    const where = whereIn(this, name)
    checkReading(where, backend, options)
    return readTensor(storedOf(where, name, await this.npy(name)), backend, options)
  }

  /** Reads one array as it is stored, of any number type. @throws As `tensor` */
  async raw(name: string): Promise<RawTensor> {
    return readRaw(storedOf(whereIn(this, name), name, await this.npy(name)))
  }

  /** Reads all arrays, one after the other: a state dict. */
  async readAll(backend: Backend, options: ReadOptions = {}): Promise<Map<string, Tensor>> {
    return readAll(this.names, this, backend, options)
  }
}
