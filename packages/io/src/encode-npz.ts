import { crc32 } from './crc32.ts'
import { entriesOf, type Tensors } from './encode-safetensors.ts'
import { show } from './errors.ts'
import { type NpyOptions, planNpy } from './npy.ts'
import { concatenate } from './stream-reader.ts'

/** The options of writing an .npz archive. */
export interface NpzOptions extends NpyOptions {
  /** Whether arrays are deflated, as by `numpy.savez_compressed`. Default false. */
  readonly compress?: boolean
}

/** Without ZIP64, which old readers do not know. */
const MAX_BYTES = 0xffffffff
const MAX_MEMBERS = 0xffff

/** The first day that zip knows, so that the same arrays give the same bytes. */
const DATE = 0x0021

interface Written {
  readonly name: Uint8Array
  readonly method: number
  readonly crc: number
  readonly compressed: number
  readonly size: number
  readonly offset: number
}

/**
 * The bytes of an .npz archive, as `numpy.savez` or `savez_compressed` writes it; the same arrays give the same bytes.
 *
 * @throws As `encodeNpy`; RangeError for archives of 4 GiB and more.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeNpz, openNpz } from '@nn/io'
 * const archive = await openNpz(await encodeNpz({ 'a/b': cpu.ones([2]) }))
 * archive.names // => ['a/b']
 * ```
 */
export async function encodeNpz(tensors: Tensors, options: NpzOptions = {}): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of npzChunks(tensors, options)) chunks.push(chunk)
  return concatenate(
    chunks,
    chunks.reduce((sum, { length }) => sum + length, 0),
  )
}

/** The archive piece by piece; of what is deflated one array at a time is in memory. */
export async function* npzChunks(tensors: Tensors, options: NpzOptions): AsyncGenerator<Uint8Array> {
  const { compress = false, ...rest } = options
  const plans = entriesOf('encodeNpz', tensors).map(([name, value]) => {
    const where = `encodeNpz: ${show(name)}`
    return { name, where, plan: planNpy(where, name, value, rest) }
  })
  if (plans.length > MAX_MEMBERS) refuse(`at most ${MAX_MEMBERS} arrays`, plans.length)
  const directory: Written[] = []
  let at = 0
  for (const { name, plan } of plans) {
    const encoded = new TextEncoder().encode(`${name}.npy`)
    const crc = crcOf(plan.chunks())
    const deflated = compress ? await deflate(plan.chunks()) : undefined
    const compressed = deflated?.reduce((sum, { length }) => sum + length, 0) ?? plan.size
    const method = compress ? 8 : 0
    const member = { name: encoded, method, crc, compressed, size: plan.size, offset: at }
    if (at + compressed > MAX_BYTES || plan.size > MAX_BYTES) refuse('an archive below 4 GiB', at + plan.size)
    yield localHeader(member)
    yield* deflated ?? plan.chunks()
    directory.push(member)
    at += 30 + encoded.length + compressed
  }
  const entries = directory.map(directoryEntry)
  const size = entries.reduce((sum, { length }) => sum + length, 0)
  if (at + size > MAX_BYTES) refuse('an archive below 4 GiB', at + size)
  yield* entries
  yield endRecord(directory.length, size, at)
}

function refuse(expected: string, got: number): never {
  throw new RangeError(`encodeNpz: expected ${expected}, got ${got}; use safetensors, or several archives`)
}

function crcOf(chunks: Iterable<Uint8Array>): number {
  let crc = 0
  for (const chunk of chunks) crc = crc32(chunk, crc)
  return crc
}

async function deflate(chunks: Iterator<Uint8Array>): Promise<Uint8Array[]> {
  const plain = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      const { done, value } = chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value as Uint8Array<ArrayBuffer>)
    },
  })
  const deflated: Uint8Array[] = []
  const reader = plain.pipeThrough(new CompressionStream('deflate-raw')).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return deflated
    deflated.push(value)
  }
}

/** Fields of 2 or 4 bytes, and bytes after them. */
function record(fields: readonly (readonly [value: number, bytes: 2 | 4])[], rest: Uint8Array): Uint8Array {
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

/** What local headers and entries of the directory share: version 2.0, names in UTF-8. */
function common({ name, method, crc, compressed, size }: Written): (readonly [number, 2 | 4])[] {
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

function localHeader(member: Written): Uint8Array {
  return record([[0x04034b50, 4], ...common(member)], member.name)
}

function directoryEntry(member: Written): Uint8Array {
  const after: (readonly [number, 2 | 4])[] = [
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [member.offset, 4],
  ]
  return record([[0x02014b50, 4], [20, 2], ...common(member), ...after], member.name)
}

function endRecord(count: number, size: number, offset: number): Uint8Array {
  const fields: (readonly [number, 2 | 4])[] = [
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
