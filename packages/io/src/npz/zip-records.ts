/** Widths in bytes of the fields of a record, which follow each other low byte first (APPNOTE 6.3.10, 4.3). */
type Layout<K extends string> = Readonly<Record<K, 2 | 4>>

/** A local header, in front of a member's bytes. */
export const LOCAL_HEADER = {
  signature: 4,
  version: 2,
  flags: 2,
  method: 2,
  time: 2,
  date: 2,
  crc: 4,
  compressed: 4,
  size: 4,
  nameLength: 2,
  extraLength: 2,
} as const

/** An entry of the central directory. */
export const DIRECTORY_ENTRY = {
  signature: 4,
  madeBy: 2,
  version: 2,
  flags: 2,
  method: 2,
  time: 2,
  date: 2,
  crc: 4,
  compressed: 4,
  size: 4,
  nameLength: 2,
  extraLength: 2,
  commentLength: 2,
  disk: 2,
  internal: 2,
  external: 4,
  offset: 4,
} as const

/** The record at the end of an archive. */
export const END_RECORD = {
  signature: 4,
  disk: 2,
  firstDisk: 2,
  countHere: 2,
  count: 2,
  size: 4,
  offset: 4,
  commentLength: 2,
} as const

/** The first field of each record. */
export const LOCAL_SIGNATURE = 0x04034b50
export const ENTRY_SIGNATURE = 0x02014b50
export const END_SIGNATURE = 0x06054b50

/** Bytes of a record's fields. */
export function lengthOf(layout: Layout<string>): number {
  return Object.values(layout).reduce((sum, width) => sum + width, 0)
}

/** Reads fields of the record that begins at `start`, by their names. */
export function recordAt<K extends string>(
  layout: Layout<K>,
  bytes: Uint8Array,
  start: number,
): (field: K) => number {
  const view = viewOf(bytes)
  const values: Partial<Record<K, number>> = {}
  let at = start
  for (const name in layout) {
    const width = layout[name]
    if (at + width <= bytes.length)
      values[name] = width === 2 ? view.getUint16(at, true) : view.getUint32(at, true)
    at += width
  }
  return (field) => values[field] ?? 0
}

/** The bytes of a record, whose other fields are 0, and of what follows it. */
export function encodeRecord<K extends string>(
  layout: Layout<K>,
  values: Partial<Record<K, number>>,
  rest: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const bytes = new Uint8Array(lengthOf(layout) + rest.length)
  const view = viewOf(bytes)
  const given = new Map<string, unknown>(Object.entries(values))
  let at = 0
  for (const [name, width] of Object.entries(layout)) {
    const value = Number(given.get(name) ?? 0)
    if (width === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += Number(width)
  }
  bytes.set(rest, at)
  return bytes
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
