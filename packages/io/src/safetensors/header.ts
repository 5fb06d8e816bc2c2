import { show } from '@nn/check'
import { bitsOf, FILE_DTYPES, type FileDType } from '../elements/dtypes.ts'
import { byteCount, elementCount } from '../elements/shape.ts'
import { type FormatError, malformed } from '../errors/format-error.ts'
import type { Scanner } from '../text/scanner.ts'
import { readJson, readMembers, readNaturals, readString, skipValue } from '../text/strict-json.ts'
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

/** The first words of messages about a file without a name. */
export const FORMAT = 'safetensors'

const NULL = /null/y

/** The member of the header that is no tensor. */
export const METADATA = '__metadata__'

/** The length of the header, checked against the limit and, if it is known, the size of the file. @throws FormatError */
export function headerLength(where: string, first: Uint8Array, fileSize: number | undefined): number {
  if (first.length < LENGTH_BYTES) {
    throw malformed(where, `at least ${LENGTH_BYTES} bytes`, first.length, 'is the file cut off?')
  }
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true)
  if (length > BigInt(MAX_HEADER_BYTES)) {
    const cure = 'is it a safetensors file?'
    throw malformed(where, `a header of at most ${MAX_HEADER_BYTES} bytes`, `one of ${length}`, cure)
  }
  if (fileSize !== undefined && LENGTH_BYTES + Number(length) > fileSize) {
    const got = `a file of ${fileSize}`
    throw malformed(where, `a header of ${length} bytes`, got, 'is the file cut off, or no safetensors file?')
  }
  return Number(length)
}

/** Reads and checks the header. `dataSize` is the number of bytes after it, if it is known. @throws FormatError */
export function parseHeader(
  where: string,
  bytes: Uint8Array,
  dataSize: number | undefined,
): SafetensorsHeader {
  const text = decodeUtf8(where, 'a header', bytes, 'is it a safetensors file?')
  const dataStart = LENGTH_BYTES + bytes.length
  let metadata: Map<string, string> | undefined
  const tensors = readJson(where, 'the JSON header', text, (json) => {
    const start = (got: string): FormatError => malformed(where, 'a header that starts with "{"', got)
    // White space may stand before it: writers pad, so that the data begins where a page does.
    if (!json.peek('{')) throw start(json.at < text.length ? show(text[json.at]) : 'none')
    const member = (name: string): TensorInfo | undefined => {
      if (name !== METADATA) return readInfo(json, `${where}: ${show(name)}`, dataStart)
      if (metadata !== undefined) throw malformed(where, 'each name once', `${show(name)} twice`)
      metadata = readMetadata(json, `${where}: ${METADATA}`)
      return undefined
    }
    return readMembers(json, where, member, start)
  })
  checkCover(where, tensors, dataStart, dataSize)
  return { metadata: metadata ?? new Map(), tensors }
}

/** Strings by name; writers without metadata may say null. */
function readMetadata(json: Scanner, where: string): Map<string, string> {
  if (json.peek('n') && json.token(NULL)) return new Map()
  const text = (name: string): string =>
    readString(json, (got) => malformed(where, `a string for ${show(name)}`, got))
  return readMembers(json, where, text, (got) => malformed(where, 'an object of strings', got))
}

/** The description of a tensor. Members that are not known belong to later versions of the format and change nothing. */
function readInfo(json: Scanner, where: string, dataStart: number): TensorInfo {
  const wrongDType = (got: string): FormatError =>
    malformed(where, `dtype to be one of ${FILE_DTYPES.join(', ')}`, got)
  let dtype: FileDType | undefined
  const lists = readMembers(
    json,
    where,
    (name) => {
      if (name === 'shape' || name === 'data_offsets') {
        return readNaturals(json, (got) => malformed(where, `${name} to be integers >= 0 below 2^53`, got))
      }
      if (name !== 'dtype') return void skipValue(json)
      if (dtype !== undefined) throw malformed(where, 'each name once', `${show(name)} twice`)
      dtype = fileDTypeOf(readString(json, wrongDType), wrongDType)
      return undefined
    },
    (got) => malformed(where, 'an object with dtype, shape, data_offsets', got),
  )
  const [shape, offsets] = [lists.get('shape'), lists.get('data_offsets')]
  const missing = (name: string): FormatError => malformed(where, `the member ${name}`, 'none')
  if (dtype === undefined) throw missing('dtype')
  if (shape === undefined) throw missing('shape')
  if (offsets === undefined) throw missing('data_offsets')
  const [start, end] = offsets
  if (start === undefined || end === undefined || offsets.length > 2 || start > end) {
    throw malformed(where, 'data_offsets to be [start, end], start <= end', show(offsets))
  }
  checkSize(where, dtype, shape, end - start)
  return { dtype, shape: Object.freeze(shape), start: dataStart + start, end: dataStart + end }
}

/** The dtype of a name: the constant, so that no text is kept for each tensor. */
function fileDTypeOf(name: string, wrong: (got: string) => FormatError): FileDType {
  const found = FILE_DTYPES.find((dtype) => dtype === name)
  if (found === undefined) throw wrong(show(name))
  return found
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
  where: string,
  tensors: ReadonlyMap<string, TensorInfo>,
  dataStart: number,
  dataSize: number | undefined,
): void {
  let at = dataStart
  for (const info of [...tensors.values()].sort(inOrder)) {
    const { start, end } = info
    if (start !== at) {
      const [name] = [...tensors].find(([, other]) => other === info) ?? []
      const what = start < at ? 'an overlap' : 'a hole'
      const expected = `data of ${show(name)} to start at ${at - dataStart}`
      throw malformed(where, expected, `${start - dataStart}: ${what}`)
    }
    at = end
  }
  if (dataSize !== undefined && at - dataStart !== dataSize) {
    const cure = at - dataStart > dataSize ? 'is the file cut off?' : 'there are bytes of no tensor'
    throw malformed(where, `${at - dataStart} bytes of data`, dataSize, cure)
  }
}

/** The order of places in a file. */
export function inOrder(a: TensorInfo, b: TensorInfo): number {
  return a.start - b.start || a.end - b.end
}
