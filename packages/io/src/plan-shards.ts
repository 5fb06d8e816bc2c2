import type { Tensor } from '@nn/tensor'
import {
  type EncodeOptions,
  type Encoding,
  entriesOf,
  planSafetensors,
  shared,
  type Tensors,
} from './encode-safetensors.ts'
import { show } from './errors.ts'
import type { RawTensor } from './raw-tensor.ts'

/** The options of writing a model in shards. */
export interface ShardOptions extends EncodeOptions {
  /** Most bytes of data in one file; a tensor that is larger has one of its own. Default 5·10⁹. */
  readonly maxShardSize?: number
  /** The start of the file names. Default `'model'`. */
  readonly prefix?: string
}

/** A model laid out in files. */
export interface ShardPlan {
  readonly files: ReadonlyMap<string, Encoding>
  /** Name and text of the index, if there are several files. */
  readonly index: readonly [name: string, text: string] | undefined
}

/**
 * How Hugging Face splits a state dict: in its order, a new file where the next tensor does not fit into the last; one file needs
 * no index. @throws As `encodeSafetensors`; RangeError if maxShardSize is not positive.
 */
export function planShards(
  tensors: Tensors,
  { maxShardSize = 5e9, prefix = 'model', ...options }: ShardOptions,
): ShardPlan {
  if (!(maxShardSize > 0))
    throw new RangeError(`saveSharded: expected maxShardSize > 0, got ${show(maxShardSize)}`)
  const { stored, aliases } = shared(entriesOf('saveSharded', tensors))
  const shards: Map<string, Tensor | RawTensor>[] = []
  let room = 0
  let total = 0
  for (const [name, value] of stored) {
    const bytes = dataSize(name, value, options)
    if (shards.length === 0 || bytes > room) {
      shards.push(new Map())
      room = maxShardSize
    }
    shards.at(-1)!.set(name, value)
    room -= bytes
    total += bytes
  }
  if (shards.length <= 1) {
    const only = planSafetensors(tensors, options)
    return { files: new Map([[`${prefix}.safetensors`, only]]), index: undefined }
  }
  const digits = (i: number): string => String(i).padStart(5, '0')
  const named = shards.map((shard, i) => {
    return [`${prefix}-${digits(i + 1)}-of-${digits(shards.length)}.safetensors`, shard] as const
  })
  const metadata = { ...options.metadata, ...aliases }
  const weightMap = named.flatMap(([file, shard]) => [...shard.keys()].map((name) => [name, file] as const))
  const index = { metadata: { total_size: total }, weight_map: Object.fromEntries(weightMap) }
  return {
    files: new Map(named.map(([file, shard]) => [file, planSafetensors(shard, { ...options, metadata })])),
    index: [`${prefix}.safetensors.index.json`, `${JSON.stringify(index, undefined, 2)}\n`],
  }
}

/** Bytes of the elements of one tensor in the file. */
function dataSize(name: string, value: Tensor | RawTensor, options: EncodeOptions): number {
  const alone = planSafetensors(new Map([[name, value]]), options)
  const header = alone.chunks().next().value as Uint8Array
  return alone.size - header.length
}
