import { Tensor } from '@nn/tensor'
import { FILE_DTYPES, type FileDType } from './dtypes.ts'
import { type DTypeOption, encodeTensor, fileDType } from './encode.ts'
import { show } from './errors.ts'
import { checkRaw, type RawTensor } from './raw-tensor.ts'
import { LENGTH_BYTES, MAX_HEADER_BYTES } from './safetensors-header.ts'
import { byteCount } from './shape.ts'
import { concatenate } from './stream-reader.ts'

/** What can be written: tensors, or elements as a file stores them, by name. */
export type Tensors = ReadonlyMap<string, Tensor | RawTensor> | Readonly<Record<string, Tensor | RawTensor>>

/** The options of writing safetensors. */
export interface EncodeOptions {
  /** The dtype in the file; see `DTypeOption`. Left out: the tensor's own. */
  readonly dtype?: DTypeOption
  /** Strings for `__metadata__`; Hugging Face's Transformers want `{ format: 'pt' }`. */
  readonly metadata?: Readonly<Record<string, string>>
}

/** A file that is not written yet: how long it will be, and its bytes piece by piece. */
export interface Encoding {
  readonly size: number
  /** Views of the tensors' storage where they can be: to be consumed before it changes. */
  chunks(): Generator<Uint8Array>
}

/** One tensor's place in the file. */
interface Part {
  readonly name: string
  readonly dtype: FileDType
  readonly shape: readonly number[]
  readonly bytes: number
  readonly chunks: () => Iterable<Uint8Array>
}

/**
 * The bytes of a safetensors file: header, then elements, in the order of Python's library: by dtype, then by name. A tensor that
 * is there under several names is stored under the first, and `__metadata__` says for each other name where, as `save_model` of
 * `safetensors.torch` does.
 *
 * @throws TypeError if a value is no tensor or cannot be written as the dtype, RangeError if an integer does not fit or a name or
 * the header is not possible in the format.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeSafetensors } from '@nn/io'
 * const bytes = encodeSafetensors({ w: cpu.ones([2]) }, { metadata: { format: 'pt' } })
 * const header = new TextDecoder().decode(bytes.subarray(8, -8)).trim()
 * header // => '{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
 * ```
 */
export function encodeSafetensors(tensors: Tensors, options: EncodeOptions = {}): Uint8Array {
  const { size, chunks } = planSafetensors(tensors, options)
  return concatenate(chunks(), size)
}

/**
 * The same file as a stream, made as it is read: beside the tensors there is never more than a piece of it in memory.
 *
 * @throws As `encodeSafetensors`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { safetensorsStream } from '@nn/io'
 * const blob = await new Response(safetensorsStream({ w: cpu.ones([2]) })).blob()
 * blob.size // => 72
 * ```
 */
export function safetensorsStream(tensors: Tensors, options: EncodeOptions = {}): ReadableStream<Uint8Array> {
  const chunks = planSafetensors(tensors, options).chunks()
  return new ReadableStream({
    pull: (controller) => {
      const { done, value } = chunks.next()
      if (done === true) controller.close()
      // A copy: whoever reads may hand the buffer on, and it is the tensor's own.
      else controller.enqueue(value.slice())
    },
  })
}

/** Checks everything and lays the file out. */
export function planSafetensors(tensors: Tensors, options: EncodeOptions): Encoding {
  const { stored, aliases } = shared(entriesOf('encodeSafetensors', tensors))
  const parts = stored.map(([name, value]) => partOf(name, value, options)).sort(inFileOrder)
  const header = encodeHeader(parts, { ...options.metadata, ...aliases })
  return {
    size: parts.reduce((sum, { bytes }) => sum + bytes, header.length),
    *chunks() {
      yield header
      for (const { chunks } of parts) yield* chunks()
    },
  }
}

/** Names and values. @throws TypeError if a value is neither tensor nor raw. */
export function entriesOf(where: string, tensors: Tensors): [string, Tensor | RawTensor][] {
  if (typeof tensors !== 'object' || tensors === null) {
    throw new TypeError(`${where}: expected a Map or an object of tensors, got ${show(tensors)}`)
  }
  const entries = tensors instanceof Map ? [...tensors] : Object.entries(tensors)
  for (const [name, value] of entries as [string, unknown][]) {
    if (value instanceof Tensor) continue
    if (typeof value !== 'object' || value === null || !('bytes' in value)) {
      throw new TypeError(
        `${where}: expected a tensor or { dtype, shape, bytes } for ${show(name)}, got ${show(value)}`,
      )
    }
    checkRaw(`${where}: ${show(name)}`, value as RawTensor)
  }
  return entries
}

/** The first of those that are one tensor under several names, and the names of the others. */
export function shared(entries: readonly (readonly [string, Tensor | RawTensor])[]): {
  readonly stored: (readonly [string, Tensor | RawTensor])[]
  readonly aliases: Readonly<Record<string, string>>
} {
  const first = new Map<unknown, string>()
  const aliases: [string, string][] = []
  const stored = entries.filter(([name, value]) => {
    const same = first.get(value)
    if (same !== undefined) aliases.push([name, same])
    else first.set(value, name)
    return same === undefined
  })
  return { stored, aliases: Object.fromEntries(aliases) }
}

function partOf(name: string, value: Tensor | RawTensor, { dtype: option }: EncodeOptions): Part {
  const where = `encodeSafetensors: ${show(name)}`
  if (name === '__metadata__' || !isWellFormed(name)) {
    throw new RangeError(`${where}: expected a name of whole characters other than "__metadata__"`)
  }
  if (!(value instanceof Tensor)) {
    return { name, ...value, bytes: value.bytes.length, chunks: () => [value.bytes] }
  }
  const dtype = fileDType(where, name, value, option)
  const chunks = () => encodeTensor(where, value, dtype)
  return { name, dtype, shape: value.shape, bytes: byteCount(dtype, value.shape)!, chunks }
}

/** The larger dtype first, so that all lie aligned; then by the bytes of the name. */
function inFileOrder(a: Part, b: Part): number {
  const byDType = FILE_DTYPES.indexOf(b.dtype) - FILE_DTYPES.indexOf(a.dtype)
  return byDType === 0 ? compareUtf8(a.name, b.name) : byDType
}

function compareUtf8(a: string, b: string): number {
  const [one, two] = [[...a], [...b]]
  for (let i = 0; i < Math.min(one.length, two.length); i++) {
    const order = one[i]!.codePointAt(0)! - two[i]!.codePointAt(0)!
    if (order !== 0) return order
  }
  return one.length - two.length
}

/** Length and JSON, padded with spaces so that the data is aligned to 8 bytes. */
function encodeHeader(parts: readonly Part[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const members = Object.keys(metadata).length === 0 ? [] : [`"__metadata__":${encodeMetadata(metadata)}`]
  let at = 0
  for (const { name, dtype, shape, bytes } of parts) {
    const info = `{"dtype":"${dtype}","shape":[${shape.join(',')}],"data_offsets":[${at},${at + bytes}]}`
    members.push(`${JSON.stringify(name)}:${info}`)
    at += bytes
  }
  const json = new TextEncoder().encode(`{${members.join(',')}}`)
  const length = Math.ceil(json.length / 8) * 8
  if (length > MAX_HEADER_BYTES) {
    const got = `one of ${length}`
    throw new RangeError(
      `encodeSafetensors: expected a header of at most ${MAX_HEADER_BYTES} bytes, got ${got}`,
    )
  }
  const header = new Uint8Array(LENGTH_BYTES + length).fill(0x20)
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true)
  header.set(json, LENGTH_BYTES)
  return header
}

function encodeMetadata(metadata: Readonly<Record<string, string>>): string {
  for (const [name, value] of Object.entries(metadata) as [string, unknown][]) {
    if (typeof value === 'string' && isWellFormed(name) && isWellFormed(value)) continue
    const where = `encodeSafetensors: metadata ${show(name)}`
    throw new TypeError(`${where}: expected a string of whole characters, got ${show(value)}`)
  }
  return JSON.stringify(metadata)
}

/** Whether there is no half of a surrogate pair, which UTF-8 cannot say. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)
}
