import { readRange, type Source } from '../bytes/source.ts'
import { malformed } from '../errors/format-error.ts'
import { END_RECORD, END_SIGNATURE, lengthOf, recordAt, viewOf } from './zip-records.ts'

const END64_SIGNATURE = 0x06064b50
const LOCATOR_SIGNATURE = 0x07064b50
const LOCATOR_BYTES = 20
const MAX_COMMENT = 0xffff

/** Stands for a value that is in a field of ZIP64. */
export const IN_ZIP64 = 0xffffffff

/** The place of the central directory, and its number of members. */
interface Span {
  readonly count: number
  readonly start: number
  readonly end: number
}

/** Finds the directory by the end record: the last signature in the file whose comment reaches just to the end. */
export async function findDirectory(where: string, source: Source): Promise<Span> {
  const length = lengthOf(END_RECORD)
  const tailStart = Math.max(0, source.size - length - MAX_COMMENT)
  const tail = await readRange(source, tailStart, source.size)
  for (let at = tail.length - length; at >= 0; at--) {
    const end = recordAt(END_RECORD, tail, at)
    if (end('signature') !== END_SIGNATURE) continue
    if (at + length + end('commentLength') !== tail.length) continue
    const [count, size, offset] = [end('count'), end('size'), end('offset')]
    if (count === 0xffff || size === IN_ZIP64 || offset === IN_ZIP64) {
      const span = await findDirectory64(where, source, tailStart + at)
      if (span !== undefined) return span
    }
    const start = tailStart + at - size
    if (offset !== start) throw malformed(where, `the central directory at ${start}`, offset)
    return { count, start, end: start + size }
  }
  throw malformed(where, 'the end record of a zip archive', 'none', 'is the file cut off, or no .npz?')
}

/** By the end record of ZIP64; undefined if there is none: then the values are what they say, such as 65 535 members. */
async function findDirectory64(where: string, source: Source, end: number): Promise<Span | undefined> {
  const locator = viewOf(await readRange(source, Math.max(0, end - LOCATOR_BYTES), end))
  const isThere = locator.byteLength === LOCATOR_BYTES && locator.getUint32(0, true) === LOCATOR_SIGNATURE
  if (!isThere) return undefined
  const recordStart = bigFieldAt(where, locator, 8)
  const record = viewOf(await readRange(source, recordStart, recordStart + 56))
  if (record.getUint32(0, true) !== END64_SIGNATURE) throw malformed(where, 'the ZIP64 end record', 'none')
  const [count = 0, size = 0, start = 0] = [32, 40, 48].map((at) => bigFieldAt(where, record, at))
  if (start + size === recordStart) return { count, start, end: recordStart }
  throw malformed(where, `the central directory to end at ${recordStart}`, start + size)
}

/** A field of 8 bytes. @throws FormatError from 2^53 on */
export function bigFieldAt(where: string, view: DataView, at: number): number {
  const value = view.getBigUint64(at, true)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed(where, 'sizes below 2^53', value)
  return Number(value)
}
