/** A member of an archive, as its local header and the directory describe it. */
export interface Member {
  readonly name: Uint8Array
  readonly method: number
  readonly crc: number
  readonly compressed: number
  readonly size: number
  /** Position of its local header. */
  readonly offset: number
}

/** The first day that zip knows, so that the same arrays give the same bytes. */
const DATE = 0x0021

type Field = readonly [value: number, bytes: 2 | 4]

/** The fields, low byte first, and the bytes after them. */
function record(fields: readonly Field[], rest: Uint8Array): Uint8Array {
  const size = fields.reduce((sum, [, bytes]) => sum + bytes, 0)
  const out = new Uint8Array(size + rest.length)
  const view = new DataView(out.buffer)
  let at = 0
  for (const [value, bytes] of fields) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bytes
  }
  out.set(rest, size)
  return out
}

/** The fields that local headers and directory entries share: version 2.0, names in UTF-8. */
function common({ name, method, crc, compressed, size }: Member): Field[] {
  return [
    [20, 2],
    [0x800, 2],
    [method, 2],
    [0, 2],
    [DATE, 2],
    [crc, 4],
    [compressed, 4],
    [size, 4],
    [name.length, 2],
    [0, 2],
  ]
}

/** The header in front of a member's bytes. */
export function localHeader(member: Member): Uint8Array {
  return record([[0x04034b50, 4], ...common(member)], member.name)
}

/** A member's entry in the central directory. */
export function directoryEntry(member: Member): Uint8Array {
  const after: Field[] = [
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [member.offset, 4],
  ]
  return record([[0x02014b50, 4], [20, 2], ...common(member), ...after], member.name)
}

/** The end of an archive of `count` members, whose directory of `size` bytes begins at `offset`. */
export function endRecord(count: number, size: number, offset: number): Uint8Array {
  const fields: Field[] = [
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [size, 4],
    [offset, 4],
    [0, 2],
  ]
  return record(fields, new Uint8Array(0))
}
