import { message } from '@nn/check'
import { widthOf } from '../../law/encode.ts'
import type { LawOf } from '../../law/values.ts'
import type { PlannedFile } from '../../plan/plan.ts'
import type { Prepared } from '../../plan/prepare.ts'
import { RECORD_NAME, recordOf } from './record.ts'

/** A tensor's place in its file. */
interface Slot {
  readonly law: LawOf
  readonly elements: number
  /** Position of its first byte. */
  readonly start: number
}

/** A file of the checkpoint, byte for byte but its values. */
export interface FileLayout {
  readonly name: string
  /** Length and JSON, padded with spaces to a multiple of 8. */
  readonly header: Uint8Array
  /** Bytes of the whole file. */
  readonly size: number
  /** In the order of the plan, in which PyTorch draws. */
  readonly slots: readonly Slot[]
}

/** All of a checkpoint but the values. */
export interface Layout {
  readonly files: readonly FileLayout[]
  /** Text of the index; undefined where there is one file. */
  readonly index: string | undefined
  readonly config: string
}

export const INDEX_NAME = 'model.safetensors.index.json'
export const CONFIG_NAME = 'config.json'

/** The most bytes of a header that safetensors allows. */
const MAX_HEADER = 100_000_000

/**
 * Where everything stands: the files are those that Python's safetensors writes. The text of the config is kept, where it is given, since
 * Python tells 0.0 from 0.
 */
export function layoutOf(prepared: Prepared, configText?: string): Layout {
  const { plan, model, laws } = prepared
  const record = recordOf(prepared)
  const lawByName = new Map(laws.map((law, i) => [law.parameter.name, { law, i }]))
  const files = plan.files.map((file) => fileLayout(file, prepared, JSON.stringify(record), lawByName))
  const weightMap = Object.fromEntries(plan.tensors.map(({ name, file }) => [name, file]))
  const metadata = { total_size: plan.bytes, [RECORD_NAME]: record }
  return {
    files,
    index: plan.files.length === 1 ? undefined : pretty({ metadata, weight_map: weightMap }),
    config: configText ?? pretty(model.config),
  }
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}

function fileLayout(
  { name, tensors }: PlannedFile,
  { plan }: Prepared,
  record: string,
  laws: ReadonlyMap<string, { readonly law: LawOf; readonly i: number }>,
): FileLayout {
  const { dtype } = plan
  const elementsOf = new Map(plan.tensors.map((tensor) => [tensor.name, tensor.elements]))
  const members = [`"__metadata__":${JSON.stringify({ format: 'pt', [RECORD_NAME]: record })}`]
  const slots: (Slot & { readonly i: number })[] = []
  let at = 0
  for (const tensor of tensors) {
    const { law, i } = laws.get(tensor) ?? missing(tensor)
    const elements = elementsOf.get(tensor) ?? 0
    const end = at + elements * widthOf(dtype)
    const { shape } = law.parameter
    members.push(
      `${JSON.stringify(tensor)}:{"dtype":"${dtype}","shape":[${shape.join(',')}],"data_offsets":[${at},${end}]}`,
    )
    slots.push({ law, elements, start: at, i })
    at = end
  }
  const header = headerOf(name, `{${members.join(',')}}`)
  const placed = slots
    .sort((a, b) => a.i - b.i)
    .map((slot) => ({ ...slot, start: slot.start + header.length }))
  return { name, header, size: header.length + at, slots: placed }
}

function missing(name: string): never {
  throw new RangeError(message('plan', 'a law for each tensor', `none for ${name}`))
}

function headerOf(name: string, json: string): Uint8Array {
  const text = new TextEncoder().encode(json)
  const length = Math.ceil(text.length / 8) * 8
  if (length > MAX_HEADER) {
    const cure = 'take smaller shards'
    throw new RangeError(message(name, `a header of at most ${MAX_HEADER} bytes`, String(length), cure))
  }
  const header = new Uint8Array(8 + length).fill(0x20)
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true)
  header.set(text, 8)
  return header
}
