import { show } from '@nn/check'
import type { FileDType } from '../elements/dtypes.ts'
import { byteCount, elementCount, MAX_AXES } from '../elements/shape.ts'
import { malformed } from '../errors/format-error.ts'
import { decodeUtf8 } from '../text/utf8.ts'
import { type Literal, parseDictionary } from './python-literal.ts'

/** The header of an .npy file: its array's dtype, order and shape. */
export interface NpyHeader {
  readonly dtype: FileDType
  readonly bigEndian: boolean
  readonly fortranOrder: boolean
  readonly shape: readonly number[]
  /** Bytes of the elements. */
  readonly bytes: number
}

/** Magic, version, and the longest field of the header's length. */
export const PREFIX_BYTES = 12

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** NumPy's own limit. */
const MAX_HEADER_BYTES = 10_000

/** NumPy's kinds and sizes. */
const DTYPES: Readonly<Record<string, FileDType>> = {
  b1: 'BOOL',
  i1: 'I8',
  u1: 'U8',
  i2: 'I16',
  u2: 'U16',
  f2: 'F16',
  i4: 'I32',
  u4: 'U32',
  f4: 'F32',
  c8: 'C64',
  i8: 'I64',
  u8: 'U64',
  f8: 'F64',
}

/** The version and place of the header, from the first bytes of a file. @throws FormatError if they are no .npy's */
export function headerSpan(
  where: string,
  first: Uint8Array,
): { version: number; start: number; end: number } {
  if (MAGIC.some((byte, i) => first[i] !== byte))
    throw malformed(where, 'the magic "\\x93NUMPY"', signature(first))
  const [major, minor] = [first[6], first[7]]
  if (major === undefined || minor !== 0 || major < 1 || major > 3) {
    throw malformed(where, 'version 1.0, 2.0 or 3.0', `${major ?? 'none'}.${minor ?? 'none'}`)
  }
  const start = major === 1 ? 10 : 12
  if (first.length < start) throw malformed(where, `${start} bytes before the header`, first.length)
  const view = new DataView(first.buffer, first.byteOffset)
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > MAX_HEADER_BYTES) {
    throw malformed(where, `a header of at most ${MAX_HEADER_BYTES} bytes`, `one of ${length}`)
  }
  return { version: major, start, end: start + length }
}

function signature(first: Uint8Array): string {
  if (first.length === 0) return 'an empty file'
  if (first[0] === 0x50 && first[1] === 0x4b) return 'a zip archive; read it with openNpz'
  const shown = [...first.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return `the bytes ${shown}; pickles and other formats are not read`
}

/** Reads and checks the header. @throws FormatError */
export function parseNpyHeader(where: string, bytes: Uint8Array, version: number): NpyHeader {
  // Latin-1 before version 3, UTF-8 since.
  const text = version < 3 ? String.fromCharCode(...bytes) : decodeUtf8(where, 'a header', bytes)
  const fields = parseDictionary(where, text, version < 3)
  const { descr, fortran_order: order, shape, ...others } = Object.fromEntries(fields)
  if (descr === undefined || order === undefined || shape === undefined || Object.keys(others).length > 0) {
    throw malformed(where, 'the keys descr, fortran_order, shape', [...fields.keys()].join(', '))
  }
  if (typeof order !== 'boolean') throw malformed(where, 'fortran_order to be True or False', show(order))
  const { dtype, bigEndian } = parseDescr(where, descr)
  const lengths = parseShape(where, shape)
  const size = elementCount(lengths) === undefined ? undefined : byteCount(dtype, lengths)
  if (size === undefined) throw malformed(where, 'a shape of fewer than 2^53 bits', show(lengths))
  return { dtype, bigEndian, fortranOrder: order, shape: Object.freeze(lengths), bytes: size }
}

function parseDescr(where: string, descr: Literal): { dtype: FileDType; bigEndian: boolean } {
  const [, order, kind = ''] = /^([<>|])(\w+)$/.exec(String(descr)) ?? []
  const dtype = Object.hasOwn(DTYPES, kind) ? DTYPES[kind] : undefined
  const isByte = kind.endsWith('1')
  if (dtype !== undefined && (order !== '|' || isByte)) return { dtype, bigEndian: order === '>' }
  const isObject = typeof descr === 'string' && descr.includes('O')
  const cure = isObject
    ? 'object arrays are pickles, which can run code'
    : 'save plain numbers in a stated byte order'
  throw malformed(where, "descr to be a number type such as '<f4'", show(descr), cure)
}

function parseShape(where: string, shape: Literal): number[] {
  const items: readonly unknown[] = Array.isArray(shape) ? shape : []
  const lengths = items.filter((item) => typeof item === 'number').filter(Number.isSafeInteger)
  if (!Array.isArray(shape) || lengths.length < items.length) {
    throw malformed(where, 'shape to be a tuple of integers below 2^53', show(shape))
  }
  if (lengths.length > MAX_AXES) throw malformed(where, `at most ${MAX_AXES} axes`, lengths.length)
  return lengths
}

/** NumPy's name of a dtype; undefined if it has none. */
export function descrOf(dtype: FileDType): string | undefined {
  const kind = Object.keys(DTYPES).find((name) => DTYPES[name] === dtype)
  return kind === undefined ? undefined : `${kind.endsWith('1') ? '|' : '<'}${kind}`
}

/** Digits of the largest length: NumPy leaves room for the first axis to grow in place. */
const GROWTH_DIGITS = 21

/** The header as NumPy writes it, data after it aligned to 64 bytes. */
export function encodeNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`
  const growth = shape.length === 0 ? 0 : GROWTH_DIGITS - String(shape[0]).length
  const text = dictionary + ' '.repeat(growth)
  const total = Math.ceil((10 + text.length + 1) / 64) * 64
  const bytes = new Uint8Array(total).fill(0x20)
  bytes.set([...MAGIC, 1, 0])
  new DataView(bytes.buffer).setUint16(8, total - 10, true)
  bytes.set(new TextEncoder().encode(text), 10)
  bytes[total - 1] = 0x0a
  return bytes
}
