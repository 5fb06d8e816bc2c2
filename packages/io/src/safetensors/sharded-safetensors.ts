import { ending, show, wrongKind } from '@nn/check'
import type { Backend, Tensor } from '@nn/tensor'
import type { SourceLike } from '../bytes/source.ts'
import type { RawTensor } from '../elements/raw-tensor.ts'
import { type ReadOptions, readAll } from '../elements/read-tensor.ts'
import { byName } from '../elements/tensors.ts'
import { malformed } from '../errors/format-error.ts'
import type { TensorArchive } from './archive.ts'
import type { TensorInfo } from './header.ts'
import { openSafetensors, type SafetensorsFile } from './safetensors-file.ts'
import { readIndex, SAVE } from './shard-index.ts'

/**
 * Opens the shards of a model, as Hugging Face splits them: an index that says which file has which tensor. All headers are read
 * and checked against the index, and none of the data.
 *
 * @param index The bytes or the text of `model.safetensors.index.json`.
 * @param open Gives the source of a shard by its file name, which is never a path.
 * @throws FormatError if the index is none, names paths, does not agree with the shards, or they come from several saves; TypeError if
 * an argument is of another kind.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeSafetensors, openSharded } from '@nn/io'
 * const shard = encodeSafetensors({ w: cpu.ones([2]) })
 * const index = '{"metadata":{"total_size":8},"weight_map":{"w":"a.safetensors"}}'
 * const model = await openSharded(index, async (file) => file === 'a.safetensors' ? shard : new Blob([]))
 * const w = await model.tensor('w', cpu)
 * w.toNested() // => [1, 1]
 * ```
 */
export async function openSharded(
  index: string | Uint8Array,
  open: (file: string) => Promise<SourceLike> | SourceLike,
): Promise<ShardedSafetensors> {
  return openIndexed(WHERE, index, open)
}

const WHERE = 'safetensors index'

/** As `openSharded`; `where` is what messages call the index. */
export async function openIndexed(
  where: string,
  index: string | Uint8Array,
  open: (file: string) => Promise<SourceLike> | SourceLike,
): Promise<ShardedSafetensors> {
  const { files, save } = readIndex(where, index)
  if (typeof open !== 'function') {
    throw wrongKind('openSharded', 'a function from file names to sources', open)
  }
  const shards = new Map<string, SafetensorsFile>()
  for (const file of new Set(files.values())) shards.set(file, await openSafetensors(await open(file)))
  for (const [file, { tensors }] of shards) {
    const extra = [...tensors.keys()].find((name) => files.get(name) !== file)
    if (extra !== undefined) {
      throw malformed(where, `${ending(file)} to have what the index says`, `${show(extra)} too`)
    }
  }
  for (const [name, file] of files) infoIn(where, shards, name, file)
  checkSave(where, save, shards)
  return new ShardedSafetensors(files, shards)
}

/** Throws if the files come from several saves, as while one writes, or after one was killed between two of them. */
function checkSave(
  where: string,
  save: string | undefined,
  shards: ReadonlyMap<string, SafetensorsFile>,
): void {
  let expected = save
  let whose = 'the index'
  for (const [file, { metadata }] of shards) {
    const found = metadata.get(SAVE)
    // An index that says nothing may be that of another writer: then its shards agree among themselves.
    if (whose === 'the index' && expected === undefined) [expected, whose] = [found, file]
    if (found === expected) continue
    const got = `${ending(file)} of another`
    throw malformed(
      where,
      `files of one save, that of ${ending(whose)}`,
      got,
      'is it being saved? else save it again',
    )
  }
}

/**
 * An open model of several shards; see `openSharded`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeSafetensors, openSharded, ShardedSafetensors } from '@nn/io'
 * const model = await openSharded('{"weight_map":{"w":"a"}}', () => encodeSafetensors({ w: cpu.ones([2]) }))
 * model instanceof ShardedSafetensors // => true
 * model.files.get('w') // => 'a'
 * ```
 */
export class ShardedSafetensors implements TensorArchive {
  readonly tensors: ReadonlyMap<string, TensorInfo>
  readonly metadata: ReadonlyMap<string, string>
  /** The file of each tensor. */
  readonly files: ReadonlyMap<string, string>
  /** The open shards by their file names. */
  readonly shards: ReadonlyMap<string, SafetensorsFile>

  /** Use `openSharded`, which reads and checks the shards. @throws FormatError if a shard lacks a tensor */
  constructor(files: ReadonlyMap<string, string>, shards: ReadonlyMap<string, SafetensorsFile>) {
    this.files = files
    this.shards = shards
    this.tensors = new Map([...files].map(([name, file]) => [name, infoIn(WHERE, shards, name, file)]))
    this.metadata = new Map([...shards.values()].flatMap(({ metadata }) => [...metadata]))
  }

  async tensor(name: string, backend: Backend, options: ReadOptions = {}): Promise<Tensor> {
    return shardOf(this, name).tensor(name, backend, options)
  }

  async raw(name: string): Promise<RawTensor> {
    return shardOf(this, name).raw(name)
  }

  async readAll(backend: Backend, options: ReadOptions = {}): Promise<Map<string, Tensor>> {
    return readAll(this.tensors.keys(), this, backend, options)
  }
}

function shardOf({ files, shards }: ShardedSafetensors, name: string): SafetensorsFile {
  return byName(shards, byName(files, name))
}

function infoIn(
  where: string,
  shards: ReadonlyMap<string, SafetensorsFile>,
  name: string,
  file: string,
): TensorInfo {
  const info = shards.get(file)?.tensors.get(name)
  if (info === undefined) throw malformed(where, `${show(name)} in ${ending(file)}`, 'none')
  return info
}
