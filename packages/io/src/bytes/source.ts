import { wrongKind, wrongValue } from '@nn/check'
import { malformed } from '../errors/format-error.ts'

/** Bytes that can be read by range. */
export interface Source {
  /** The number of bytes. */
  readonly size: number
  /** What messages call it, such as a path. Left out: the name of its format. */
  readonly name?: string | undefined
  /** Fills `into` with the bytes from `position` on; there are enough of them. */
  read(into: Uint8Array, position: number): Promise<void>
}

/** Everything that can be read from: bytes, a Blob or File, or an object with `size` and `read`. */
export type SourceLike = Uint8Array | ArrayBuffer | Blob | Source

/** The source of bytes or of a Blob; a source is its own. @throws TypeError for anything else, RangeError for an impossible size */
export function toSource(like: SourceLike): Source {
  if (like instanceof ArrayBuffer) return bytesSource(new Uint8Array(like))
  if (like instanceof Uint8Array) return bytesSource(like)
  if (like instanceof Blob) return blobSource(like)
  if (isSource(like)) {
    if (Number.isSafeInteger(like.size) && like.size >= 0) return like
    throw wrongValue('source', 'size to be an integer >= 0', like.size)
  }
  const cure = 'of a path, use @nn/io/node; of an address, httpSource'
  throw wrongKind('source', 'bytes, a Blob or a source', like, cure)
}

function isSource(like: unknown): like is Source {
  if (typeof like !== 'object' || like === null || !('size' in like && 'read' in like)) return false
  return typeof like.size === 'number' && typeof like.read === 'function'
}

/** The bytes `[start, end)`. @throws FormatError past the end, before anything is allocated */
export async function readRange(source: Source, start: number, end: number): Promise<Uint8Array> {
  if (end > source.size) {
    throw malformed(
      source.name ?? 'source',
      `bytes ${start} to ${end}`,
      `${source.size} bytes`,
      'is the file cut off?',
    )
  }
  const bytes = new Uint8Array(end - start)
  await source.read(bytes, start)
  return bytes
}

/** Fills an array with the bytes that follow those of the call before. */
export type NextBytes = (into: Uint8Array) => Promise<void>

/** Reads a source on from `start`, one portion after the other. */
export function readFrom(source: Source, start: number): NextBytes {
  let at = start
  return async (into) => {
    await source.read(into, at)
    at += into.length
  }
}

/** The source of bytes in memory. */
export function bytesSource(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read: async (into, position) => into.set(bytes.subarray(position, position + into.length)),
  }
}

function blobSource(blob: Blob): Source {
  return {
    size: blob.size,
    name: 'name' in blob ? String(blob.name) : undefined,
    read: async (into, position) => {
      into.set(new Uint8Array(await blob.slice(position, position + into.length).arrayBuffer()))
    },
  }
}
