import { show } from '@nn/check'
import { readRange, type Source } from '../bytes/source.ts'
import { malformed } from '../format-error.ts'

/** A member of an archive, by the central directory. */
export interface ZipEntry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly compressed: number
  readonly size: number
  /** Position of its local header. */
  readonly offset: number
}

const END_BYTES = 22
const END_SIGNATURE = 0x06054b50
const END64_SIGNATURE = 0x06064b50
const LOCATOR_SIGNATURE = 0x07064b50
const LOCATOR_BYTES = 20
const ENTRY_SIGNATURE = 0x02014b50
const ENTRY_BYTES = 46
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_BYTES = 30
const MAX_COMMENT = 0xffff

/** Stands for a value that is in the extra field of ZIP64. */
const IN_ZIP64 = 0xffffffff

/** The place of the central directory, and its number of members. */
interface Span {
  readonly count: number
  readonly start: number
  readonly end: number
}

/**
 * The members of a zip archive (APPNOTE 6.3.10), from its central directory, which must end where the end record begins and hold
 * as many members as that says, each name once.
 *
 * @throws FormatError
 */
export async function readZipDirectory(where: string, source: Source): Promise<ZipEntry[]> {
  const { count, start, end } = await findDirectory(where, source)
  const directory: Directory = { where, bytes: await readRange(source, start, end), start }
  const entries = new Map<string, ZipEntry>()
  for (let at = 0; at < directory.bytes.length; ) {
    const { entry, next } = entryAt(directory, at)
    if (entries.has(entry.name)) throw malformed(where, 'each member once', `${show(entry.name)} twice`)
    entries.set(entry.name, entry)
    at = next
  }
  if (entries.size !== count) throw malformed(where, `${count} members`, String(entries.size))
  return [...entries.values()]
}

/** The end record: the last signature in the file whose comment reaches just to the end. */
async function findDirectory(where: string, source: Source): Promise<Span> {
  const tailStart = Math.max(0, source.size - END_BYTES - MAX_COMMENT)
  const tail = await readRange(source, tailStart, source.size)
  const view = viewOf(tail)
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue
    if (at + END_BYTES + view.getUint16(at + 20, true) !== tail.length) continue
    const span = { count: view.getUint16(at + 10, true), size: view.getUint32(at + 12, true) }
    const offset = view.getUint32(at + 16, true)
    const isLarge = span.count === 0xffff || span.size === IN_ZIP64 || offset === IN_ZIP64
    if (isLarge) return findDirectory64(where, source, tailStart + at)
    const start = tailStart + at - span.size
    if (offset !== start) throw malformed(where, `the central directory at ${start}`, String(offset))
    return { count: span.count, start, end: start + span.size }
  }
  throw malformed(where, 'the end record of a zip archive', 'none', 'is the file cut off, or no .npz?')
}

async function findDirectory64(where: string, source: Source, end: number): Promise<Span> {
  const locator = viewOf(await readRange(source, Math.max(0, end - LOCATOR_BYTES), end))
  const isThere = locator.byteLength === LOCATOR_BYTES && locator.getUint32(0, true) === LOCATOR_SIGNATURE
  if (!isThere) throw malformed(where, 'the locator of the ZIP64 end record', 'none')
  const recordStart = safe(where, locator.getBigUint64(8, true))
  const record = viewOf(await readRange(source, recordStart, recordStart + 56))
  if (record.getUint32(0, true) !== END64_SIGNATURE) throw malformed(where, 'the ZIP64 end record', 'none')
  const field = (at: number): number => safe(where, record.getBigUint64(at, true))
  const [count, size, start] = [field(32), field(40), field(48)]
  if (start + size === recordStart) return { count, start, end: recordStart }
  throw malformed(where, `the central directory to end at ${recordStart}`, `${start + size}`)
}

/** The central directory, and its position in the file, before which all members end. */
interface Directory {
  readonly where: string
  readonly bytes: Uint8Array
  readonly start: number
}

function entryAt(directory: Directory, at: number): { readonly entry: ZipEntry; readonly next: number } {
  const { where, bytes, start } = directory
  const view = viewOf(bytes)
  if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
    throw malformed(where, `a member at ${at} of the central directory`, 'none')
  }
  const nameEnd = at + ENTRY_BYTES + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  const next = extraEnd + view.getUint16(at + 32, true)
  if (next > bytes.length) throw malformed(where, 'a whole central directory', 'one that is cut off')
  const flags = view.getUint16(at + 8, true)
  const name = decodeName(where, bytes.subarray(at + ENTRY_BYTES, nameEnd), flags)
  const extra = zip64Values(where, bytes.subarray(nameEnd, extraEnd))
  const sizes = sizesOf(
    [24, 20, 42].map((field) => view.getUint32(at + field, true)),
    extra,
  )
  const { offset, compressed } = sizes
  if (offset + LOCAL_BYTES + compressed > start) {
    const got = `${compressed} bytes at ${offset}`
    throw malformed(`${where}: ${show(name)}`, `a member that ends before ${start}`, got)
  }
  const [method, crc] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)]
  return { entry: { name, flags, method, crc, ...sizes }, next }
}

/** Size, compressed size and offset: those that do not fit their fields are in the extra field, in this order. */
function sizesOf(
  fields: readonly number[],
  extra: readonly number[],
): Pick<ZipEntry, 'size' | 'compressed' | 'offset'> {
  const rest = extra.values()
  const whole = fields.map((field) => (field === IN_ZIP64 ? (rest.next().value ?? field) : field))
  const [size = 0, compressed = 0, offset = 0] = whole
  return { size, compressed, offset }
}

/** The values of the extra field of ZIP64, if there is one. */
function zip64Values(where: string, extra: Uint8Array): number[] {
  const view = viewOf(extra)
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    const count = Math.floor(Math.min(view.getUint16(at + 2, true), extra.length - at - 4) / 8)
    return Array.from({ length: count }, (_, i) => safe(where, view.getBigUint64(at + 4 + 8 * i, true)))
  }
  return []
}

/** A name in UTF-8 if the flag is set; else each byte is a character, as Python writes only ASCII without it. */
function decodeName(where: string, bytes: Uint8Array, flags: number): string {
  if ((flags & 0x800) === 0) return String.fromCharCode(...bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw malformed(where, 'names in UTF-8', 'other bytes')
  }
}

/** The position of a member's bytes, after its local header, which must have the same name. @throws FormatError */
export async function dataStart(where: string, source: Source, entry: ZipEntry): Promise<number> {
  const local = await readRange(source, entry.offset, Math.min(entry.offset + LOCAL_BYTES, source.size))
  const view = viewOf(local)
  if (local.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL_SIGNATURE) {
    throw malformed(where, `its local header at ${entry.offset}`, 'none')
  }
  const nameEnd = entry.offset + LOCAL_BYTES + view.getUint16(26, true)
  const name = await readRange(source, entry.offset + LOCAL_BYTES, nameEnd)
  if (decodeName(where, name, view.getUint16(6, true)) !== entry.name) {
    throw malformed(where, 'the same name in its local header', 'another', 'members must not overlap')
  }
  return nameEnd + view.getUint16(28, true)
}

function safe(where: string, value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed(where, 'sizes below 2^53', String(value))
  return Number(value)
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
