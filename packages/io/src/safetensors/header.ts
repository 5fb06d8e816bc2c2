import { show } from '@nn/check'
import { bitsOf, FILE_DTYPES, type FileDType, isFileDType } from '../elements/dtypes.ts'
import { byteCount, elementCount } from '../elements/shape.ts'
import { malformed } from '../errors/format-error.ts'
import { type Json, membersOf, naturalOf, parseJson, showJson } from '../text/strict-json.ts'
import { decodeUtf8 } from '../text/utf8.ts'

/** Dtype, shape and place of a tensor in a file. */
export interface TensorInfo {
  readonly dtype: FileDType
  readonly shape: readonly number[]
  /** Position of its first byte in the file. */
  readonly start: number
  /** Position after its last byte in the file. */
  readonly end: number
}

/** The header of a file, which stands before the data. */
export interface SafetensorsHeader {
  /** `__metadata__`; empty if there is none. */
  readonly metadata: ReadonlyMap<string, string>
  /** In the order of the header. */
  readonly tensors: ReadonlyMap<string, TensorInfo>
}

/** Bytes of the header's length, which stands before it. */
export const LENGTH_BYTES = 8

/** The longest header of the format. */
export const MAX_HEADER_BYTES = 100_000_000

const WHERE = 'safetensors'

/** The length of the header, checked against the limit and, if it is known, the size of the file. @throws FormatError */
export function headerLength(first: Uint8Array, fileSize: number | undefined): number {
  if (first.length < LENGTH_BYTES) {
    throw malformed(WHERE, `at least ${LENGTH_BYTES} bytes`, first.length, 'is the file cut off?')
  }
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true)
  if (length > BigInt(MAX_HEADER_BYTES)) {
    const cure = 'is it a safetensors file?'
    throw malformed(WHERE, `a header of at most ${MAX_HEADER_BYTES} bytes`, `one of ${length}`, cure)
  }
  if (fileSize !== undefined && LENGTH_BYTES + Number(length) > fileSize) {
    const got = `a file of ${fileSize}`
    throw malformed(WHERE, `a header of ${length} bytes`, got, 'is the file cut off, or no safetensors file?')
  }
  return Number(length)
}

/** Reads and checks the header. `dataSize` is the number of bytes after it, if it is known. @throws FormatError */
export function parseHeader(bytes: Uint8Array, dataSize: number | undefined): SafetensorsHeader {
  const text = decodeUtf8(WHERE, 'a header', bytes, 'is it a safetensors file?')
  if (!text.startsWith('{')) {
    throw malformed(WHERE, 'a header that starts with "{"', text === '' ? 'none' : show(text[0]))
  }
  const json = parseJson(WHERE, text)
  if (json.kind !== 'object') throw malformed(WHERE, 'an object as header', showJson(json))
  const dataStart = LENGTH_BYTES + bytes.length
  let metadata: SafetensorsHeader['metadata'] = new Map()
  const tensors = new Map<string, TensorInfo>()
  for (const [name, value] of membersOf(WHERE, json.entries)) {
    if (name === '__metadata__') metadata = parseMetadata(value)
    else tensors.set(name, parseInfo(`${WHERE}: ${show(name)}`, value, dataStart))
  }
  checkCover(tensors, dataStart, dataSize)
  return { metadata, tensors }
}

/** Strings by name; writers without metadata may say null. */
function parseMetadata(json: Json): Map<string, string> {
  const where = `${WHERE}: __metadata__`
  if (json.kind === 'literal' && json.text === 'null') return new Map()
  if (json.kind !== 'object') throw malformed(where, 'an object of strings', showJson(json))
  return new Map(
    [...membersOf(where, json.entries)].map(([name, value]) => {
      if (value.kind === 'string') return [name, value.text]
      throw malformed(where, `a string for ${show(name)}`, showJson(value))
    }),
  )
}

/** The description of a tensor. Members that are not known belong to later versions of the format and change nothing. */
function parseInfo(where: string, json: Json, dataStart: number): TensorInfo {
  if (json.kind !== 'object')
    throw malformed(where, 'an object with dtype, shape, data_offsets', showJson(json))
  const members = membersOf(where, json.entries)
  const member = (name: string): Json => {
    const value = members.get(name)
    if (value === undefined) throw malformed(where, `the member ${name}`, 'none')
    return value
  }
  const dtype = member('dtype')
  if (dtype.kind !== 'string' || !isFileDType(dtype.text)) {
    throw malformed(where, `dtype to be one of ${FILE_DTYPES.join(', ')}`, showJson(dtype))
  }
  const shape = naturals(where, 'shape', member('shape'))
  const offsets = naturals(where, 'data_offsets', member('data_offsets'))
  const [start, end] = offsets
  if (start === undefined || end === undefined || offsets.length > 2 || start > end) {
    throw malformed(where, 'data_offsets to be [start, end], start <= end', show(offsets))
  }
  checkSize(where, dtype.text, shape, end - start)
  return { dtype: dtype.text, shape: Object.freeze(shape), start: dataStart + start, end: dataStart + end }
}

function naturals(where: string, name: string, json: Json): number[] {
  const items = json.kind === 'array' ? json.items.map(naturalOf) : []
  const found = items.filter((item) => item !== undefined)
  if (json.kind === 'array' && found.length === items.length) return found
  throw malformed(where, `${name} to be integers >= 0 below 2^53`, showJson(json))
}

function checkSize(where: string, dtype: FileDType, shape: readonly number[], got: number): void {
  if (elementCount(shape) === undefined) {
    throw malformed(where, 'a shape of fewer than 2^53 elements', show(shape))
  }
  const expected = byteCount(dtype, shape)
  if (expected === got) return
  const bytes = expected === undefined ? `whole bytes of ${bitsOf(dtype)}-bit elements` : `${expected} bytes`
  throw malformed(where, `${bytes} for ${dtype} ${show(shape)}`, got)
}

/** Every byte of the data belongs to one tensor: no overlap, no hole, no rest. */
function checkCover(
  tensors: ReadonlyMap<string, TensorInfo>,
  dataStart: number,
  dataSize: number | undefined,
): void {
  let at = dataStart
  const inOrder = [...tensors].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)
  for (const [name, { start, end }] of inOrder) {
    if (start !== at) {
      const what = start < at ? 'an overlap' : 'a hole'
      const expected = `data of ${show(name)} to start at ${at - dataStart}`
      throw malformed(WHERE, expected, `${start - dataStart}: ${what}`)
    }
    at = end
  }
  if (dataSize !== undefined && at - dataStart !== dataSize) {
    const cure = at - dataStart > dataSize ? 'is the file cut off?' : 'there are bytes of no tensor'
    throw malformed(WHERE, `${at - dataStart} bytes of data`, dataSize, cure)
  }
}
