import { checkOptions, flag, message, type OptionNames, show, wrongValue } from '@nn/check'
import { concatenate, type Encoding, streamOf, totalLength } from '../bytes/chunks.ts'
import { entriesOf, type Tensors } from '../elements/tensors.ts'
import { type NpyOptions, planNpy } from '../npy/encode-npy.ts'
import { isWellFormed } from '../text/well-formed.ts'
import { crc32 } from './crc32.ts'
import {
  DIRECTORY_ENTRY,
  END_RECORD,
  END_SIGNATURE,
  ENTRY_SIGNATURE,
  encodeRecord,
  LOCAL_HEADER,
  LOCAL_SIGNATURE,
} from './zip-records.ts'

/** The options of writing an .npz archive. */
export interface NpzOptions extends NpyOptions {
  /** Whether arrays are deflated, as by `numpy.savez_compressed`. Default false. */
  readonly compress?: boolean
}

const NPZ_OPTIONS: OptionNames<NpzOptions> = { dtype: true, compress: true }

/** The limits of zip without ZIP64, which old readers do not know: the largest sizes and counts say that there is one. */
const MAX_BYTES = 0xfffffffe
const MAX_MEMBERS = 0xfffe
const MAX_NAME = 0xffff

/** The flag of names in UTF-8, and the method of deflated members. */
const UTF8 = 0x800
const DEFLATED = 8

/** The first day that zip knows, so that the same arrays give the same bytes. */
const DATE = 0x0021

/**
 * The bytes of an .npz archive, as `numpy.savez` or `savez_compressed` writes it; the same arrays give the same bytes.
 *
 * @throws As `encodeNpy`; RangeError for archives of 4 GiB and more, more than 65 534 arrays, and names that Python could not read.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeNpz, openNpz } from '@nn/io'
 * const archive = await openNpz(await encodeNpz({ 'a/b': cpu.ones([2]) }))
 * archive.names // => ['a/b']
 * ```
 */
export async function encodeNpz(
  tensors: Tensors,
  options: NpzOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of planNpz('encodeNpz', tensors, options)) chunks.push(chunk)
  return concatenate(chunks, totalLength(chunks))
}

/** Checks everything, and gives the archive piece by piece; of what is deflated one array at a time is in memory. */
export function planNpz(where: string, tensors: Tensors, options: NpzOptions): AsyncGenerator<Uint8Array> {
  checkOptions(where, options, NPZ_OPTIONS)
  const { compress = false, ...rest } = options
  flag(where, 'compress', compress)
  const entries = entriesOf(where, tensors)
  if (entries.length > MAX_MEMBERS) refuse(where, `at most ${MAX_MEMBERS} arrays`, entries.length)
  const plans = entries.map(([name, value]) => {
    return [encodeName(where, name), planNpy(`${where}: ${show(name)}`, name, value, rest)] as const
  })
  return chunksOf(where, plans, compress)
}

async function* chunksOf(
  where: string,
  plans: readonly (readonly [name: Uint8Array, plan: Encoding])[],
  compress: boolean,
): AsyncGenerator<Uint8Array> {
  const directory: Uint8Array[] = []
  let at = 0
  for (const [name, plan] of plans) {
    const deflated = compress ? await deflate(plan.chunks()) : undefined
    const compressed = deflated === undefined ? plan.size : totalLength(deflated)
    if (Math.max(at + compressed, plan.size) > MAX_BYTES) refuseSize(where, at + plan.size)
    const member = {
      version: 20,
      flags: UTF8,
      method: compress ? DEFLATED : 0,
      date: DATE,
      crc: crcOf(plan.chunks()),
      compressed,
      size: plan.size,
      nameLength: name.length,
    }
    const header = encodeRecord(LOCAL_HEADER, { signature: LOCAL_SIGNATURE, ...member }, name)
    yield header
    yield* deflated ?? plan.chunks()
    const entry = { signature: ENTRY_SIGNATURE, madeBy: 20, ...member, offset: at }
    directory.push(encodeRecord(DIRECTORY_ENTRY, entry, name))
    at += header.length + compressed
  }
  const size = totalLength(directory)
  if (at + size > MAX_BYTES) refuseSize(where, at + size)
  yield* directory
  const count = directory.length
  yield encodeRecord(END_RECORD, { signature: END_SIGNATURE, countHere: count, count, size, offset: at })
}

function encodeName(where: string, name: string): Uint8Array {
  const encoded = new TextEncoder().encode(`${name}.npy`)
  // Python's zipfile, and so NumPy, ends a name at its first NUL.
  if (isWellFormed(name) && !name.includes('\0') && encoded.length <= MAX_NAME) return encoded
  throw wrongValue(where, `names of whole characters, at most ${MAX_NAME} bytes, without NUL`, name)
}

function refuseSize(where: string, got: number): never {
  return refuse(where, 'an archive below 4 GiB', got)
}

function refuse(where: string, expected: string, got: number): never {
  throw new RangeError(message(where, expected, String(got), 'use safetensors, or several archives'))
}

function crcOf(chunks: Iterable<Uint8Array>): number {
  let crc = 0
  for (const chunk of chunks) crc = crc32(chunk, crc)
  return crc
}

async function deflate(chunks: Iterator<Uint8Array>): Promise<Uint8Array[]> {
  const deflated: Uint8Array[] = []
  const reader = streamOf(chunks).pipeThrough(new CompressionStream('deflate-raw')).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return deflated
    deflated.push(value)
  }
}
