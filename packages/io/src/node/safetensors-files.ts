import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as zlib from 'node:zlib'
import { makeFolder, onPath } from '@nn/files'
import type { Backend, Tensor } from '@nn/tensor'
import type { Encoding } from '../bytes/chunks.ts'
import { readRange } from '../bytes/source.ts'
import { checkReading, type ReadOptions } from '../elements/read-tensor.ts'
import type { Tensors } from '../elements/tensors.ts'
import { crc32 } from '../npz/crc32.ts'
import type { TensorArchive } from '../safetensors/archive.ts'
import { type EncodeOptions, planSafetensors } from '../safetensors/encode-safetensors.ts'
import { planShards, type ShardOptions } from '../safetensors/plan-shards.ts'
import { openSafetensors } from '../safetensors/safetensors-file.ts'
import { openIndexed } from '../safetensors/sharded-safetensors.ts'
import { writeAtomically, writeTogether } from './atomic-write.ts'
import { type Closable, type FileSource, openSource } from './file-source.ts'
import { exclusively } from './lock.ts'
import { pathOf } from './path.ts'

/**
 * Writes a safetensors file. Until all of it is on the disk the old file stays as it is: a crash leaves the old or the new one.
 * Beside the tensors, less than a megabyte is in memory. A link stays a link, and a pipe or a device takes the bytes as they come.
 *
 * @throws As `encodeSafetensors`; Error of the system, with its `code`. The old file stays.
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { cpu } from '@nn/backend-cpu'
 * import { loadSafetensors, saveSafetensors } from '@nn/io/node'
 * const path = join(await mkdtemp(join(tmpdir(), 'nn-')), 'model.safetensors')
 * await saveSafetensors(path, { w: cpu.ones([2]) })
 * const state = await loadSafetensors(path, cpu)
 * state.get('w')?.toNested() // => [1, 1]
 * ```
 */
export async function saveSafetensors(
  path: string | URL,
  tensors: Tensors,
  options: EncodeOptions = {},
): Promise<void> {
  const where = 'saveSafetensors'
  const { chunks } = planSafetensors(where, tensors, options)
  await writeAtomically(where, pathOf(where, path), chunks())
}

/**
 * Opens a safetensors file, or the index of a sharded model (`….index.json`), whose shards lie beside it: headers are read and
 * checked at once, each tensor on request. `close` it in the end.
 *
 * @throws FormatError as `openSafetensors` and `openSharded`; RangeError if it is a pipe or a device; Error of the system, with its `code`.
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { cpu } from '@nn/backend-cpu'
 * import { openSafetensorsFile, saveSharded } from '@nn/io/node'
 * const folder = await mkdtemp(join(tmpdir(), 'nn-'))
 * await saveSharded(folder, { a: cpu.ones([2]), b: cpu.zeros([2]) }, { maxShardSize: 8 })
 * const model = await openSafetensorsFile(join(folder, 'model.safetensors.index.json'))
 * const a = await model.tensor('a', cpu)
 * await model.close()
 * a.toNested() // => [1, 1]
 * ```
 */
export async function openSafetensorsFile(path: string | URL): Promise<TensorArchive & Closable> {
  return openArchive('openSafetensorsFile', path)
}

/** As `openSafetensorsFile`; `where` is who opens it. */
async function openArchive(where: string, path: string | URL): Promise<TensorArchive & Closable> {
  const given = pathOf(where, path)
  const sources: FileSource[] = []
  const open = async (file: string): Promise<FileSource> => {
    const source = await openSource(where, file)
    sources.push(source)
    return source
  }
  const close = async (): Promise<void> => {
    await Promise.all(sources.map((source) => source.close()))
  }
  try {
    const archive = given.endsWith('.json')
      ? await openIndexed(given, await readAll(await open(given)), (file) => open(join(dirname(given), file)))
      : await openSafetensors(await open(given))
    return Object.assign(archive, { close })
  } catch (error) {
    await close()
    throw error
  }
}

function readAll(source: FileSource): Promise<Uint8Array> {
  return readRange(source, 0, source.size)
}

/**
 * All tensors of a safetensors file, or of a sharded model by its index: a state dict.
 *
 * @throws As `openSafetensorsFile`; RangeError if values do not fit.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { loadSafetensors } from '@nn/io/node'
 * const missing = await loadSafetensors('no such file', cpu).catch((error) => error)
 * missing.code // => 'ENOENT'
 * ```
 */
export async function loadSafetensors(
  path: string | URL,
  backend: Backend,
  options: ReadOptions = {},
): Promise<Map<string, Tensor>> {
  checkReading('loadSafetensors', backend, options)
  const archive = await openArchive('loadSafetensors', path)
  try {
    return await archive.readAll(backend, options)
  } finally {
    await archive.close()
  }
}

/**
 * Writes a model as Hugging Face does: `model-00001-of-00002.safetensors`, … and `model.safetensors.index.json`, or, if it fits,
 * `model.safetensors` alone. All files are on the disk before the first gets its name, and the index gets it last; then the index,
 * the single file and the shards of a model with this prefix that was split otherwise are removed, as Hugging Face does, so that nobody
 * loads them. The shards and the index name their save, `nn.save`, by a hash of all values: those of two saves are refused where they are opened. The result is the paths.
 *
 * @throws As `encodeSafetensors`; RangeError if maxShardSize is not positive or prefix is a path; Error of the system, with its `code`.
 * The old files stay.
 * @example
 * ```ts
 * import { mkdtemp, readdir } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { cpu } from '@nn/backend-cpu'
 * import { saveSharded } from '@nn/io/node'
 * const folder = await mkdtemp(join(tmpdir(), 'nn-'))
 * await saveSharded(folder, { a: cpu.ones([2]), b: cpu.zeros([2]) }, { maxShardSize: 8 })
 * const files = (await readdir(folder)).sort()
 * files[0] // => 'model-00001-of-00002.safetensors'
 * files[2] // => 'model.safetensors.index.json'
 * ```
 */
export async function saveSharded(
  folder: string | URL,
  tensors: Tensors,
  options: ShardOptions = {},
): Promise<string[]> {
  const where = 'saveSharded'
  const parent = pathOf(where, folder)
  const { files, index, isReplaced } = planShards(tensors, options, hashOf)
  const at = (file: string): string => join(parent, file)
  await onPath(where, 'to make the folder', parent, () => makeFolder(parent))
  const contents = new Map<string, Iterable<Uint8Array>>()
  for (const [file, encoding] of files) contents.set(at(file), encoding.chunks())
  if (index !== undefined) contents.set(at(index[0]), [new TextEncoder().encode(index[1])])
  await writeTogether(where, contents, (commit) =>
    exclusively(at('.nn.lock'), async () => {
      await commit()
      for (const old of (await readdir(parent)).filter(isReplaced))
        await onPath(where, 'to remove', at(old), () => rm(at(old), { force: true }))
    }),
  )
  return [...contents.keys()]
}

/** That of the system is several times as fast; not all have it. */
const checksum: typeof crc32 = zlib.crc32 ?? crc32

/** What tells one save from others: a hash of the sizes and the CRC-32 of all files. */
function hashOf(files: ReadonlyMap<string, Encoding>): string {
  const hash = createHash('sha256')
  for (const [file, { size, chunks }] of files) {
    let crc = 0
    for (const chunk of chunks()) crc = checksum(chunk, crc)
    hash.update(`${file} ${size} ${crc}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}
