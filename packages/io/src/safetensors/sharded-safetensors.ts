import { show, wrongKind } from '@nn/check'
import type { Backend, Tensor } from '@nn/tensor'
import type { SourceLike } from '../bytes/source.ts'
import type { RawTensor } from '../elements/raw-tensor.ts'
import { type ReadOptions, readAll } from '../elements/read-tensor.ts'
import { byName } from '../elements/tensors.ts'
import { malformed } from '../errors/format-error.ts'
import { type Json, membersOf, parseJson } from '../text/strict-json.ts'
import type { TensorArchive } from './archive.ts'
import type { TensorInfo } from './header.ts'
import { openSafetensors, type SafetensorsFile } from './safetensors-file.ts'

/**
 * Opens the shards of a model, as Hugging Face splits them: an index that says which file has which tensor. All headers are read
 * and checked against the index, and none of the data.
 *
 * @param index The bytes or the text of `model.safetensors.index.json`.
 * @param open Gives the source of a shard by its file name, which is never a path.
 * @throws FormatError if the index is none, names paths, or does not agree with the shards; TypeError if an argument is of
 * another kind.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeSafetensors, openSharded } from '@nn/io'
 * const shards = { 'a.safetensors': encodeSafetensors({ w: cpu.ones([2]) }) }
 * const index = '{"metadata":{"total_size":8},"weight_map":{"w":"a.safetensors"}}'
 * const model = await openSharded(index, async (file) => shards[file])
 * const w = await model.tensor('w', cpu)
 * w.toNested() // => [1, 1]
 * ```
 */
export async function openSharded(
  index: string | Uint8Array,
  open: (file: string) => Promise<SourceLike> | SourceLike,
): Promise<ShardedSafetensors> {
  const files = parseIndex(textOf(index))
  if (typeof open !== 'function') {
    throw wrongKind('openSharded', 'a function from file names to sources', open)
  }
  const shards = new Map<string, SafetensorsFile>()
  for (const file of new Set(files.values())) shards.set(file, await openSafetensors(await open(file)))
  for (const [file, { tensors }] of shards) {
    const extra = [...tensors.keys()].find((name) => files.get(name) !== file)
    if (extra !== undefined)
      throw malformed(WHERE, `${file} to have what the index says`, `${show(extra)} too`)
  }
  return new ShardedSafetensors(files, shards)
}

const WHERE = 'safetensors index'

function textOf(index: string | Uint8Array): string {
  if (typeof index === 'string') return index
  if (index instanceof Uint8Array) return new TextDecoder().decode(index)
  throw wrongKind('openSharded', 'the bytes or the text of an index', index)
}

/** The file of each tensor. */
function parseIndex(text: string): Map<string, string> {
  const json = parseJson(WHERE, text)
  const map = json.kind === 'object' ? json.entries.find(([name]) => name === 'weight_map')?.[1] : undefined
  if (map?.kind !== 'object') throw malformed(WHERE, 'an object with the member weight_map', 'none')
  return new Map([...membersOf(WHERE, map.entries)].map(([name, file]) => [name, fileName(name, file)]))
}

function fileName(name: string, file: Json): string {
  if (file.kind === 'string' && /^[^/\\:]+$/.test(file.text) && !/^\.+$/.test(file.text)) return file.text
  const got = file.kind === 'string' ? show(file.text) : file.kind
  throw malformed(WHERE, `the name of a file, no path, for ${show(name)}`, got)
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
    this.tensors = new Map([...files].map(([name, file]) => [name, infoIn(shards, name, file)]))
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

function infoIn(shards: ReadonlyMap<string, SafetensorsFile>, name: string, file: string): TensorInfo {
  const info = shards.get(file)?.tensors.get(name)
  if (info === undefined) throw malformed(WHERE, `${show(name)} in ${file}`, 'none')
  return info
}
