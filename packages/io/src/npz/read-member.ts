import { streamOf } from '../bytes/chunks.ts'
import { readRange, type Source } from '../bytes/source.ts'
import { StreamReader } from '../bytes/stream-reader.ts'
import { FormatError, malformed } from '../errors/format-error.ts'
import { crc32 } from './crc32.ts'
import { dataStart, type ZipEntry } from './zip-directory.ts'

const STORED = 0
const DEFLATED = 8

/** More than deflate can reach: 258 bytes of two bits each. */
const MAX_RATIO = 1032

/** The bytes of a member, checked against its size and CRC. */
export async function readMember(where: string, source: Source, entry: ZipEntry): Promise<Uint8Array> {
  const { flags, method, compressed, size, crc } = entry
  if ((flags & 1) !== 0) throw malformed(where, 'a member to be read', 'an encrypted one')
  if (method !== STORED && method !== DEFLATED) {
    throw malformed(where, 'a member stored or deflated', `method ${method}`)
  }
  if (method === STORED ? size !== compressed : size > compressed * MAX_RATIO) {
    throw malformed(where, `a size that ${compressed} bytes can give`, size)
  }
  const start = await dataStart(where, source, entry)
  const bytes = await readRange(source, start, start + compressed)
  const plain = method === STORED ? bytes : await inflate(where, bytes, size)
  const got = crc32(plain)
  if (got === crc) return plain
  throw malformed(where, `CRC-32 ${crc}`, got, 'the data was changed')
}

async function inflate(where: string, bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const inflating = streamOf([bytes].values()).pipeThrough(new DecompressionStream('deflate-raw'))
  const reader = new StreamReader(inflating)
  try {
    const plain = await reader.take(size)
    if (await reader.more()) throw malformed(where, `${size} bytes`, 'more')
    return plain
  } catch (cause) {
    if (cause instanceof FormatError) throw cause
    // What the engine says differs between engines: it is the cause.
    throw Object.assign(malformed(where, `${size} bytes of deflated data`, 'a broken stream'), { cause })
  } finally {
    await reader.close().catch(() => undefined)
  }
}
