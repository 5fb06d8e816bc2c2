import type { Backend, Tensor } from '@nn/tensor'
import { malformed, show } from './errors.ts'
import type { RawTensor } from './raw-tensor.ts'
import type { ReadOptions } from './read-tensor.ts'
import {
  infoOf,
  openSafetensors,
  readAll,
  type SafetensorsFile,
  type TensorArchive,
} from './safetensors-file.ts'
import type { TensorInfo } from './safetensors-header.ts'
import type { SourceLike } from './source.ts'
import { parseJson } from './strict-json.ts'

/**
 * Opens the shards of a model, as Hugging Face splits them: an index that says which file has which tensor. All headers are read
 * and checked against the index, and none of the data.
 *
 * @param index The bytes or the text of `model.safetensors.index.json`.
 * @param open Gives the source of a shard by its file name, which is never a path.
 * @throws FormatError if the index is none, names paths, or does not agree with the shards.
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
  const text = typeof index === 'string' ? index : new TextDecoder().decode(index)
  const files = parseIndex(text)
  const shards = new Map<string, SafetensorsFile>()
  for (const file of new Set(files.values())) shards.set(file, await openSafetensors(await open(file)))
  for (const [name, file] of files) {
    if (!shards.get(file)!.tensors.has(name)) throw malformed(WHERE, `${show(name)} in ${file}`, 'none')
  }
  for (const [file, { tensors }] of shards) {
    const extra = [...tensors.keys()].find((name) => files.get(name) !== file)
    if (extra !== undefined)
      throw malformed(WHERE, `${file} to have what the index says`, `${show(extra)} too`)
  }
  return new ShardedSafetensors(files, shards)
}

const WHERE = 'safetensors index'

/** The file of each tensor. */
function parseIndex(text: string): Map<string, string> {
  const json = parseJson(WHERE, text)
  const map = json.kind === 'object' ? json.entries.find(([name]) => name === 'weight_map')?.[1] : undefined
  if (map?.kind !== 'object') throw malformed(WHERE, 'an object with the member weight_map', 'none')
  const files = new Map<string, string>()
  for (const [name, file] of map.entries) {
    if (files.has(name)) throw malformed(WHERE, 'each name once', `${show(name)} twice`)
    if (file.kind !== 'string' || !/^[^/\\:]+$/.test(file.text) || /^\.+$/.test(file.text)) {
      throw malformed(
        WHERE,
        `the name of a file, no path, for ${show(name)}`,
        file.kind === 'string' ? show(file.text) : file.kind,
      )
    }
    files.set(name, file.text)
  }
  return files
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
  readonly #shards: ReadonlyMap<string, SafetensorsFile>

  /** @internal */
  constructor(files: ReadonlyMap<string, string>, shards: ReadonlyMap<string, SafetensorsFile>) {
    this.files = files
    this.#shards = shards
    this.tensors = new Map([...files].map(([name, file]) => [name, shards.get(file)!.tensors.get(name)!]))
    this.metadata = new Map([...shards.values()].flatMap(({ metadata }) => [...metadata]))
  }

  async tensor(name: string, backend: Backend, options: ReadOptions = {}): Promise<Tensor> {
    return this.#shards.get(infoOf(this.files, name))!.tensor(name, backend, options)
  }

  async raw(name: string): Promise<RawTensor> {
    return this.#shards.get(infoOf(this.files, name))!.raw(name)
  }

  async readAll(backend: Backend, options: ReadOptions = {}): Promise<Map<string, Tensor>> {
    return readAll(this, backend, options)
  }
}
