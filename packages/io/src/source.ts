import { malformed, show } from './errors.ts'

/** Bytes that can be read by range. */
export interface Source {
  /** The number of bytes. */
  readonly size: number
  /** Fills `into` with the bytes from `position` on, of which there are enough. */
  read(into: Uint8Array, position: number): Promise<void>
}

/** What is taken for a source: bytes, a Blob or File, or anything with `size` and `read`. */
export type SourceLike = Uint8Array | ArrayBuffer | Blob | Source

/** The source of bytes, of a Blob, or itself. @throws TypeError if it is none of them. */
export function toSource(like: SourceLike): Source {
  if (like instanceof ArrayBuffer) return bytesSource(new Uint8Array(like))
  if (like instanceof Uint8Array) return bytesSource(like)
  if (like instanceof Blob) return blobSource(like)
  const { size, read } = (like ?? {}) as Partial<Source>
  if (typeof size === 'number' && typeof read === 'function') return like
  const cure = 'of a path, use @nn/io/node; of an address, httpSource'
  throw new TypeError(`source: expected bytes, a Blob or a source, got ${show(like)}; ${cure}`)
}

/** The bytes `[start, end)`. @throws FormatError if they are past the end. */
export async function readRange(source: Source, start: number, end: number): Promise<Uint8Array> {
  checkRange(source, start, end)
  const bytes = new Uint8Array(end - start)
  await source.read(bytes, start)
  return bytes
}

/** To be asked before anything is allocated for the range. */
function checkRange({ size }: Source, start: number, end: number): void {
  if (end > size)
    throw malformed('source', `bytes ${start} to ${end}`, `${size} bytes`, 'is the file cut off?')
}

function bytesSource(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read: async (into, position) => into.set(bytes.subarray(position, position + into.length)),
  }
}

function blobSource(blob: Blob): Source {
  return {
    size: blob.size,
    read: async (into, position) => {
      into.set(new Uint8Array(await blob.slice(position, position + into.length).arrayBuffer()))
    },
  }
}

/**
 * The source at an address, read by HTTP range requests: of a file of gigabytes only what is asked for travels.
 *
 * @throws Error if the server does not answer with the range that was asked for.
 * @example
 * ```ts
 * import { httpSource, openSafetensors } from '@nn/io'
 * const openRemote = async (url: string) => openSafetensors(await httpSource(url))
 * typeof openRemote // => 'function'
 * ```
 */
export async function httpSource(url: string | URL, init: RequestInit = {}): Promise<Source> {
  const fetchRange = async (first: number, last: number): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('Range', `bytes=${first}-${last}`)
    const response = await fetch(url, { ...init, headers })
    if (response.status === 206) return response
    await response.body?.cancel()
    const got = `${response.status} ${response.statusText}`.trim()
    throw new Error(`httpSource: expected 206 Partial Content of ${url}, got ${got}; does it take ranges?`)
  }
  const first = await fetchRange(0, 0)
  await first.body?.cancel()
  const size = Number(/\/(\d+)$/.exec(first.headers.get('Content-Range') ?? '')?.[1] ?? Number.NaN)
  if (!Number.isSafeInteger(size)) {
    const got = show(first.headers.get('Content-Range'))
    throw new Error(`httpSource: expected a size in the Content-Range of ${url}, got ${got}`)
  }
  return {
    size,
    read: async (into, position) => {
      if (into.length === 0) return
      const response = await fetchRange(position, position + into.length - 1)
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (bytes.length !== into.length) {
        throw new Error(`httpSource: expected ${into.length} bytes of ${url}, got ${bytes.length}`)
      }
      into.set(bytes)
    },
  }
}
