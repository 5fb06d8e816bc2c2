import { checkOptions, number, type OptionNames, wrongKind, wrongValue } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import type { Encoding } from '../bytes/chunks.ts'
import type { RawTensor } from '../elements/raw-tensor.ts'
import type { Tensors } from '../elements/tensors.ts'
import { isWellFormed } from '../text/well-formed.ts'
import {
  checkMetadata,
  dataSize,
  type EncodeOptions,
  planSafetensors,
  storedOf,
} from './encode-safetensors.ts'
import { SAVE } from './shard-index.ts'

/** The options of writing a model in shards. */
export interface ShardOptions extends EncodeOptions {
  /** Most bytes of data in one file; a tensor that is larger has one of its own. Default 5·10⁹. */
  readonly maxShardSize?: number
  /** The start of the file names. Default `'model'`. */
  readonly prefix?: string
}

const SHARD_OPTIONS: OptionNames<ShardOptions> = {
  dtype: true,
  metadata: true,
  maxShardSize: true,
  prefix: true,
}

const WHERE = 'saveSharded'

type Shard = Map<string, Tensor | RawTensor>

/** A model laid out in files. */
export interface ShardPlan {
  readonly files: ReadonlyMap<string, Encoding>
  /** Name and text of the index, if there are several files. */
  readonly index: readonly [name: string, text: string] | undefined
  /** Whether a file is one of a model split otherwise, which this one replaces: its index, its single file or a shard. */
  readonly isReplaced: (file: string) => boolean
}

/**
 * Splits a state dict as Hugging Face does: in its order, with a new file where the next tensor does not fit into the last; one
 * file needs no index. Of several, each names the save that it belongs to, by the hash of all of them: files of two saves are never
 * taken for one model, and the same tensors give the same bytes.
 *
 * @throws As `encodeSafetensors`; RangeError if maxShardSize is not positive or prefix is a path.
 */
export function planShards(
  tensors: Tensors,
  given: ShardOptions,
  hash: (files: ReadonlyMap<string, Encoding>) => string,
): ShardPlan {
  checkOptions(WHERE, given, SHARD_OPTIONS)
  const { maxShardSize = 5e9, prefix = 'model', ...options } = given
  checkShardOptions(maxShardSize, prefix)
  checkMetadata(WHERE, options.metadata ?? {})
  const { stored, aliases } = storedOf(WHERE, tensors, { ...options.metadata, [SAVE]: '' })
  const { shards, total } = split(stored, maxShardSize, options)
  const [single, indexed] = [`${prefix}.safetensors`, `${prefix}.safetensors.index.json`]
  if (shards.length <= 1) {
    const files = new Map([[single, planSafetensors(WHERE, tensors, options)]])
    return { files, index: undefined, isReplaced: (file) => file === indexed || isShard(prefix, file) }
  }
  const named = shards.map((shard, i) => {
    return [`${prefix}-${digits(i + 1)}-of-${digits(shards.length)}.safetensors`, shard] as const
  })
  const filesOf = (save: string): Map<string, Encoding> => {
    const metadata = { ...options.metadata, ...aliases, [SAVE]: save }
    const plan = (shard: Shard): Encoding => planSafetensors(WHERE, shard, { ...options, metadata })
    return new Map(named.map(([file, shard]) => [file, plan(shard)]))
  }
  const save = hash(filesOf(''))
  const index = indexText(named, { total_size: total, [SAVE]: save })
  const isOld = (file: string): boolean => isShard(prefix, file) && !named.some(([name]) => name === file)
  return {
    files: filesOf(save),
    index: [indexed, index],
    isReplaced: (file) => file === single || isOld(file),
  }
}

/** Whether a file has the name of a shard. */
function isShard(prefix: string, file: string): boolean {
  return (
    file.startsWith(`${prefix}-`) && /^\d{5,}-of-\d{5,}\.safetensors$/.test(file.slice(prefix.length + 1))
  )
}

function checkShardOptions(maxShardSize: unknown, prefix: unknown): void {
  if (number(WHERE, 'maxShardSize', maxShardSize) <= 0) {
    throw wrongValue(WHERE, 'maxShardSize > 0', maxShardSize)
  }
  const expected = 'prefix to be the start of a file name'
  if (typeof prefix !== 'string') throw wrongKind(WHERE, expected, prefix)
  if (/[/\\:\0]/.test(prefix) || !isWellFormed(prefix))
    throw wrongValue(WHERE, `${expected}, no path`, prefix)
}

function split(
  stored: readonly (readonly [string, Tensor | RawTensor])[],
  maxShardSize: number,
  options: EncodeOptions,
): { readonly shards: readonly Shard[]; readonly total: number } {
  const shards: Shard[] = []
  let [room, total] = [0, 0]
  let last: Shard | undefined
  for (const [name, value] of stored) {
    const bytes = dataSize(WHERE, name, value, options)
    if (last === undefined || bytes > room) {
      last = new Map()
      shards.push(last)
      room = maxShardSize
    }
    last.set(name, value)
    room -= bytes
    total += bytes
  }
  return { shards, total }
}

function digits(count: number): string {
  return String(count).padStart(5, '0')
}

function indexText(named: readonly (readonly [file: string, shard: Shard])[], metadata: object): string {
  const files = named.flatMap(([file, shard]) => [...shard.keys()].map((name) => [name, file]))
  const index = { metadata, weight_map: Object.fromEntries(files) }
  return `${JSON.stringify(index, undefined, 2)}\n`
}
