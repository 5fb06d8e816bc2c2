import { show } from '@nn/check'
import { readRange, type Source } from '../bytes/source.ts'
import { malformed } from '../errors/format-error.ts'
import { decodeUtf8 } from '../text/utf8.ts'
import { bigFieldAt, findDirectory, IN_ZIP64 } from './zip-end.ts'
import {
  DIRECTORY_ENTRY,
  ENTRY_SIGNATURE,
  LOCAL_HEADER,
  LOCAL_SIGNATURE,
  lengthOf,
  recordAt,
  viewOf,
} from './zip-records.ts'

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
  /** Position before which it ends: where the next member begins, or the directory. */
  readonly limit: number
}

/** A member before it is known where the next begins. */
type Member = Omit<ZipEntry, 'limit'>

/** The bytes of a central directory, and what messages call the archive. */
interface Directory {
  readonly where: string
  readonly bytes: Uint8Array
}

/**
 * The members of a zip archive (APPNOTE 6.3.10), from its central directory, which must end where the end record begins and hold
 * as many members as that says, each name once and no two on the same bytes, which is how small archives become large arrays.
 *
 * @throws FormatError
 */
export async function readZipDirectory(where: string, source: Source): Promise<ZipEntry[]> {
  const { count, start, end } = await findDirectory(where, source)
  const directory: Directory = { where, bytes: await readRange(source, start, end) }
  const entries = new Map<string, Member>()
  for (let at = 0; at < directory.bytes.length; ) {
    const { entry, next } = entryAt(directory, at)
    if (entries.has(entry.name)) throw malformed(where, 'each member once', `${show(entry.name)} twice`)
    entries.set(entry.name, entry)
    at = next
  }
  if (entries.size !== count) throw malformed(where, `${count} members`, entries.size)
  const limits = limitsOf(where, [...entries.values()], start)
  return [...entries.values()].map((entry) => ({ ...entry, limit: limits.get(entry) ?? entry.offset }))
}

/** Where each member must end. @throws FormatError if one reaches into the next, or the last into the directory */
function limitsOf(where: string, members: readonly Member[], end: number): Map<Member, number> {
  const limits = new Map<Member, number>()
  let limit = end
  for (const member of [...members].sort((a, b) => b.offset - a.offset)) {
    const { name, offset, compressed } = member
    if (offset + lengthOf(LOCAL_HEADER) + compressed > limit) {
      throw malformed(
        `${where}: ${show(name)}`,
        `a member that ends before ${limit}`,
        `${compressed} bytes at ${offset}`,
        limit === end ? undefined : 'members must not overlap',
      )
    }
    limits.set(member, limit)
    limit = offset
  }
  return limits
}

function entryAt(directory: Directory, at: number): { readonly entry: Member; readonly next: number } {
  const { where, bytes } = directory
  const field = recordAt(DIRECTORY_ENTRY, bytes, at)
  const nameStart = at + lengthOf(DIRECTORY_ENTRY)
  if (nameStart > bytes.length || field('signature') !== ENTRY_SIGNATURE) {
    throw malformed(where, `a member at ${at} of the central directory`, 'none')
  }
  const nameEnd = nameStart + field('nameLength')
  const extraEnd = nameEnd + field('extraLength')
  const next = extraEnd + field('commentLength')
  if (next > bytes.length) throw malformed(where, 'a whole central directory', 'one that is cut off')
  const flags = field('flags')
  const name = decodeName(where, bytes.subarray(nameStart, nameEnd), flags)
  // Values that do not fit their fields are in the extra field, in this order.
  const extra = zip64Values(where, bytes.subarray(nameEnd, extraEnd)).values()
  const whole = (value: number): number => (value === IN_ZIP64 ? (extra.next().value ?? value) : value)
  const size = whole(field('size'))
  const compressed = whole(field('compressed'))
  const offset = whole(field('offset'))
  const entry = { name, flags, method: field('method'), crc: field('crc'), size, compressed, offset }
  return { entry, next }
}

/** The values of the extra field of ZIP64, if there is one. */
function zip64Values(where: string, extra: Uint8Array): number[] {
  const view = viewOf(extra)
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    const count = Math.floor(Math.min(view.getUint16(at + 2, true), extra.length - at - 4) / 8)
    return Array.from({ length: count }, (_, i) => bigFieldAt(where, view, at + 4 + 8 * i))
  }
  return []
}

/** A name in UTF-8 if the flag is set; else each byte is a character, as Python writes only ASCII without it. */
function decodeName(where: string, bytes: Uint8Array, flags: number): string {
  return (flags & 0x800) === 0 ? String.fromCharCode(...bytes) : decodeUtf8(where, 'names', bytes)
}

/** The position of a member's bytes, after its local header, which must have the same name and leave room for them. @throws FormatError */
export async function dataStart(
  where: string,
  source: Source,
  { offset, name, compressed, limit }: ZipEntry,
): Promise<number> {
  const nameStart = offset + lengthOf(LOCAL_HEADER)
  const local = await readRange(source, offset, Math.min(nameStart, source.size))
  const field = recordAt(LOCAL_HEADER, local, 0)
  if (offset + local.length < nameStart || field('signature') !== LOCAL_SIGNATURE) {
    throw malformed(where, `its local header at ${offset}`, 'none')
  }
  const nameEnd = nameStart + field('nameLength')
  const found = decodeName(where, await readRange(source, nameStart, nameEnd), field('flags'))
  if (found !== name) {
    throw malformed(where, 'the same name in its local header', 'another', 'members must not overlap')
  }
  const start = nameEnd + field('extraLength')
  if (start + compressed <= limit) return start
  const got = `${compressed} bytes at ${start}`
  throw malformed(where, `a member that ends before ${limit}`, got, 'members must not overlap')
}
