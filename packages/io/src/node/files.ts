import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Backend, Tensor } from '@nn/tensor'
import { type EncodeOptions, planSafetensors, type Tensors } from '../encode-safetensors.ts'
import { planShards, type ShardOptions } from '../plan-shards.ts'
import type { ReadOptions } from '../read-tensor.ts'
import { openSafetensors, type TensorArchive } from '../safetensors-file.ts'
import { openSharded } from '../sharded-safetensors.ts'
import { writeAtomically } from './atomic-write.ts'
import { type FileSource, fileSource } from './file-source.ts'

/** Open files, to be closed when nothing is read any more. */
export interface Closable {
  close(): Promise<void>
}

/**
 * Writes a safetensors file. Until all of it is on the disk the old file stays as it is: a crash leaves the old or the new one.
 * Beside the tensors, less than a megabyte is in memory.
 *
 * @throws As `encodeSafetensors`; Error of the system. The old file stays.
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
 * state.get('w').toNested() // => [1, 1]
 * ```
 */
export async function saveSafetensors(
  path: string | URL,
  tensors: Tensors,
  options: EncodeOptions = {},
): Promise<void> {
  await writeAtomically(new Map([[pathOf(path), planSafetensors(tensors, options).chunks()]]))
}

/**
 * Opens a safetensors file, or the index of a sharded model (`….index.json`), whose shards lie beside it: headers are read and
 * checked, data when asked for. To be closed.
 *
 * @throws FormatError as `openSafetensors` and `openSharded`; Error of the system.
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
  const given = pathOf(path)
  const sources: FileSource[] = []
  const open = async (file: string): Promise<FileSource> => {
    const source = await fileSource(file)
    sources.push(source)
    return source
  }
  const close = async (): Promise<void> => {
    await Promise.all(sources.map((source) => source.close()))
  }
  try {
    const archive = given.endsWith('.json')
      ? await openSharded(await readFile(given), (file) => open(join(dirname(given), file)))
      : await openSafetensors(await open(given))
    return Object.assign(archive, { close })
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * All tensors of a safetensors file, or of a sharded model by its index: a state dict.
 *
 * @throws As `openSafetensorsFile`; RangeError if integers do not fit.
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
  const archive = await openSafetensorsFile(path)
  try {
    return await archive.readAll(backend, options)
  } finally {
    await archive.close()
  }
}

/**
 * Writes a model as Hugging Face does: `model-00001-of-00002.safetensors`, … and `model.safetensors.index.json`, or, if it fits,
 * `model.safetensors` alone. All files are on the disk before the first gets its name, and the index gets it last; then the index
 * or the single file of a model that was split otherwise is removed, so that nobody loads it. Gives the paths.
 *
 * @throws As `encodeSafetensors`; RangeError if maxShardSize is not positive; Error of the system.
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
  const { files, index } = planShards(tensors, options)
  const at = (file: string): string => join(pathOf(folder), file)
  const { prefix = 'model' } = options
  await mkdir(pathOf(folder), { recursive: true })
  const contents = new Map<string, Iterable<Uint8Array>>()
  for (const [file, encoding] of files) contents.set(at(file), encoding.chunks())
  if (index !== undefined) contents.set(at(index[0]), [new TextEncoder().encode(index[1])])
  await writeAtomically(contents)
  await rm(at(`${prefix}.safetensors${index === undefined ? '.index.json' : ''}`), { force: true })
  return [...contents.keys()]
}

export function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path
}
