import { checkOptions, isPlain, message, type OptionNames, show, wrongKind, wrongValue } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { concatenate, type Encoding, streamOf } from '../bytes/chunks.ts'
import { FILE_DTYPES, type FileDType } from '../elements/dtypes.ts'
import { type DTypeOption, encodeTensor, fileDType } from '../elements/encode.ts'
import type { RawTensor } from '../elements/raw-tensor.ts'
import { byteCount } from '../elements/shape.ts'
import { entriesOf, type Tensors } from '../elements/tensors.ts'
import { isWellFormed } from '../text/well-formed.ts'
import { type Separated, separateAliases } from './aliases.ts'
import { LENGTH_BYTES, MAX_HEADER_BYTES, METADATA } from './header.ts'

/** The options of writing safetensors. */
export interface EncodeOptions {
  /** The dtype in the file; see `DTypeOption`. Left out: the tensor's own. */
  readonly dtype?: DTypeOption
  /** Strings for `__metadata__`; Hugging Face's Transformers want `{ format: 'pt' }`. */
  readonly metadata?: Readonly<Record<string, string>>
}

const ENCODE_OPTIONS: OptionNames<EncodeOptions> = { dtype: true, metadata: true }

/** One tensor as it goes into the file. */
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
 * @throws TypeError if a value is no tensor or cannot be written as the dtype, RangeError if an integer does not fit, a float would
 * become infinite, metadata has the name of a tied tensor, or a shape, a name or the header is not possible in the format.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeSafetensors } from '@nn/io'
 * const bytes = encodeSafetensors({ w: cpu.ones([2]) }, { metadata: { format: 'pt' } })
 * const header = new TextDecoder().decode(bytes.subarray(8, -8)).trim()
 * header // => '{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
 * ```
 */
export function encodeSafetensors(tensors: Tensors, options: EncodeOptions = {}): Uint8Array<ArrayBuffer> {
  const { size, chunks } = planSafetensors('encodeSafetensors', tensors, options)
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
export function safetensorsStream(
  tensors: Tensors,
  options: EncodeOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return streamOf(planSafetensors('safetensorsStream', tensors, options).chunks())
}

/** Checks everything and lays the file out. */
export function planSafetensors(where: string, tensors: Tensors, options: EncodeOptions): Encoding {
  checkOptions(where, options, ENCODE_OPTIONS)
  const { metadata = {}, dtype } = options
  checkMetadata(where, metadata)
  const { stored, aliases } = storedOf(where, tensors, metadata)
  const parts = stored.map(([name, value]) => partOf(where, [name, value], dtype)).sort(inFileOrder)
  const header = encodeHeader(where, parts, { ...metadata, ...aliases })
  return {
    size: parts.reduce((sum, { bytes }) => sum + bytes, header.length),
    *chunks() {
      yield header
      for (const { chunks } of parts) yield* chunks()
    },
  }
}

/** What is stored of tensors, and where the others are. @throws TypeError and RangeError if a value or a name cannot be in a file */
export function storedOf(
  where: string,
  tensors: Tensors,
  metadata: Readonly<Record<string, string>>,
): Separated<Tensor | RawTensor> {
  const entries = entriesOf(where, tensors)
  for (const [name] of entries) {
    if (name !== METADATA && isWellFormed(name)) continue
    throw wrongValue(`${where}: ${show(name)}`, `a name of whole characters other than "${METADATA}"`, name)
  }
  const all = separateAliases(entries)
  for (const [name, first] of Object.entries(all.aliases)) {
    if (!Object.hasOwn(metadata, name) || metadata[name] === first) continue
    const cure = 'rename one of them'
    throw wrongValue(
      `${where}: ${show(name)}`,
      'a tied tensor to have a name that metadata has not',
      name,
      cure,
    )
  }
  return all
}

/** Bytes of the elements of one tensor in the file. */
export function dataSize(
  where: string,
  name: string,
  value: Tensor | RawTensor,
  { dtype }: EncodeOptions,
): number {
  return partOf(where, [name, value], dtype).bytes
}

function partOf(
  caller: string,
  [name, value]: readonly [string, Tensor | RawTensor],
  option: DTypeOption | undefined,
): Part {
  const where = `${caller}: ${show(name)}`
  if (!isTensor(value)) {
    const { dtype, shape, bytes } = value
    return { name, dtype, shape, bytes: bytes.length, chunks: () => [bytes] }
  }
  const dtype = fileDType(where, name, value, option)
  const bytes = byteCount(dtype, value.shape) ?? Number.NaN
  return { name, dtype, shape: value.shape, bytes, chunks: () => encodeTensor(where, value, dtype) }
}

/** The larger dtype first, so that all lie aligned; then by the bytes of the name. */
function inFileOrder(a: Part, b: Part): number {
  const byDType = FILE_DTYPES.indexOf(b.dtype) - FILE_DTYPES.indexOf(a.dtype)
  return byDType !== 0 ? byDType : utf8Key(a.name) < utf8Key(b.name) ? -1 : 1
}

/** A text that compares as the bytes of another in UTF-8 do. */
function utf8Key(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

/** Length and JSON, padded with spaces so that the data is aligned to 8 bytes. */
function encodeHeader(
  where: string,
  parts: readonly Part[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const members = Object.keys(metadata).length === 0 ? [] : [`"__metadata__":${JSON.stringify(metadata)}`]
  let at = 0
  for (const { name, dtype, shape, bytes } of parts) {
    const info = `{"dtype":"${dtype}","shape":[${shape.join(',')}],"data_offsets":[${at},${at + bytes}]}`
    members.push(`${JSON.stringify(name)}:${info}`)
    at += bytes
  }
  const json = new TextEncoder().encode(`{${members.join(',')}}`)
  const length = Math.ceil(json.length / 8) * 8
  if (length > MAX_HEADER_BYTES) {
    throw new RangeError(message(where, `a header of at most ${MAX_HEADER_BYTES} bytes`, `one of ${length}`))
  }
  const header = new Uint8Array(LENGTH_BYTES + length).fill(0x20)
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true)
  header.set(json, LENGTH_BYTES)
  return header
}

/** @throws TypeError unless metadata is an object of strings, RangeError if one has lone surrogates */
export function checkMetadata(where: string, metadata: Readonly<Record<string, unknown>>): void {
  if (!isPlain(metadata)) {
    throw wrongKind(where, 'metadata to be an object of strings', metadata)
  }
  for (const [name, value] of Object.entries(metadata)) {
    const at = `${where}: metadata ${show(name)}`
    if (typeof value !== 'string') throw wrongKind(at, 'a string', value)
    const broken = [name, value].find((text) => !isWellFormed(text))
    if (broken !== undefined) throw wrongValue(at, 'whole characters', broken)
  }
}
