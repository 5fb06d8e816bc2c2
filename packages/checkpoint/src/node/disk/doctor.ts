import { basename } from 'node:path'
import { checkOptions, message, type OptionNames, wrongKind } from '@nn/check'
import { openSafetensors, type TensorInfo } from '@nn/io'
import { type FileSource, fileSource } from '@nn/io/node'
import { PatternRoom } from '../../doctor/count.ts'
import { READERS } from '../../doctor/decode.ts'
import { type Diagnosis, diagnosisOf } from '../../doctor/diagnosis.ts'
import { type Scan, Scanner } from '../../doctor/scan.ts'
import type { Config } from '../../family/config.ts'
import { type PlanOptions, type Prepared, prepare } from '../../plan/prepare.ts'
import type { RecipeOptions } from '../../recipe/recipes.ts'
import { checkNames, filesAt, statusOf } from './model-files.ts'
import { checkProgress, type Progress } from './seed.ts'

/** What a file is compared with. */
export interface DoctorOptions extends RecipeOptions {
  /** The config of its model, and the recipe that it should follow; both or none. */
  readonly config?: Config | undefined
  readonly recipe?: PlanOptions['recipe'] | undefined
  readonly families?: PlanOptions['families']
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

const DOCTOR_OPTIONS: OptionNames<DoctorOptions> = {
  config: true,
  recipe: true,
  std: true,
  baseWidth: true,
  baseDepth: true,
  rank: true,
  families: true,
  onProgress: true,
}

/** Bytes that are read at a time: a multiple of every element's width. */
const PIECE = 1 << 22

/**
 * Examines a safetensors file, a sharded model by its index, or either in a folder: the law that each tensor follows, how deviations depend on
 * depth, and what looks wrong. Reads by range, a few megabytes at a time.
 *
 * @throws FormatError if a file is damaged; TypeError or RangeError if an option is wrong; Error of the system.
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { cpu } from '@nn/backend-cpu'
 * import { examineFile } from '@nn/checkpoint/node'
 * import { saveSafetensors } from '@nn/io/node'
 * import { createRng } from '@nn/random'
 * const path = join(await mkdtemp(join(tmpdir(), 'nn-')), 'model.safetensors')
 * const w = cpu.tensor(createRng(1).uniform(new Float32Array(4096), { low: -0.5, high: 0.5 }), { shape: [64, 64] })
 * await saveSafetensors(path, { a: w, b: w.clone() })
 * const { findings } = await examineFile(path)
 * findings[0]?.text // => 'all rows are equal: drawn from the same place of a stream, or copied'
 * ```
 */
export async function examineFile(path: string, options: DoctorOptions = {}): Promise<Diagnosis> {
  const where = 'examineFile'
  if (typeof path !== 'string') throw wrongKind(where, 'the path of a file', path)
  checkOptions(where, options, DOCTOR_OPTIONS)
  checkProgress(where, options.onProgress)
  const prepared = expected(where, options)
  const { files, named } = await filesAt(where, path)
  const sizes = await Promise.all(files.map(async (file) => (await statusOf(where, file)).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const scans: Scan[] = []
  const skipped: { readonly name: string; readonly dtype: string }[] = []
  let [bytes, done] = [0, 0]
  for (const [k, file] of files.entries()) {
    const begin = done
    await examine(file, {
      scans,
      skipped,
      advance: (count) => {
        bytes += count
        done += count
        options.onProgress?.({ file: basename(file), done, total })
      },
    })
    done = begin + (sizes[k] ?? 0)
  }
  checkNames(where, path, named, [...scans.map(({ name }) => name), ...skipped.map(({ name }) => name)])
  if (total > 0) options.onProgress?.({ file: basename(files.at(-1) ?? path), done: total, total })
  const order = new Map(prepared?.laws.map(({ parameter }, i) => [parameter.name, i]))
  const sorted = scans.toSorted(
    (a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0) || byNumber(a.name, b.name),
  )
  const unread = skipped.map(({ name, dtype }) => `${name} (${dtype})`)
  return diagnosisOf({ file: path, scans: sorted, skipped: unread, bytes }, prepared)
}

/** Names with their numbers in order. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

function expected(
  where: string,
  { config, recipe, onProgress: _, ...options }: DoctorOptions,
): Prepared | undefined {
  if (config !== undefined && recipe !== undefined)
    return prepare(where, config, { ...options, recipe, seed: 0 })
  if (config === undefined && recipe === undefined) return undefined
  throw new TypeError(
    message(where, 'config and recipe, or neither', config === undefined ? 'recipe alone' : 'config alone'),
  )
}

/** What was seen of a model so far: what was examined, and what has no values that can be. */
interface Seen {
  readonly scans: Scan[]
  readonly skipped: { readonly name: string; readonly dtype: string }[]
}

/** Reads one file, tensor by tensor. */
async function examine(
  file: string,
  { scans, skipped, advance }: Seen & { readonly advance: (bytes: number) => void },
): Promise<void> {
  const source = await fileSource(file)
  try {
    const { tensors } = await openSafetensors(source)
    const room: Room = {
      buffers: [new Uint8Array(PIECE), new Uint8Array(PIECE)],
      patterns: new PatternRoom(),
    }
    for (const [name, info] of tensors) {
      if (info.start === info.end || !Object.hasOwn(READERS, info.dtype))
        skipped.push({ name, dtype: info.dtype })
      else scans.push(await scan(source, name, info, { room, advance }))
    }
  } finally {
    await source.close()
  }
}

/** What all tensors of a file are read and counted in, one after the other. */
interface Room {
  readonly buffers: readonly [Uint8Array, Uint8Array]
  readonly patterns: PatternRoom
}

/** Reads one piece while the one before it is looked at: two buffers take turns. */
async function scan(
  source: FileSource,
  name: string,
  { shape, dtype, start, end }: TensorInfo,
  { room, advance }: { readonly room: Room; readonly advance: (bytes: number) => void },
): Promise<Scan> {
  const scanner = new Scanner(name, shape, dtype, room.patterns)
  let [buffer, other] = room.buffers
  const read = async (into: Uint8Array, at: number): Promise<Uint8Array> => {
    const bytes = into.subarray(0, end - at)
    await source.read(bytes, at)
    return bytes
  }
  let next = read(buffer, start)
  for (let at = start; at < end; at += PIECE) {
    const bytes = await next
    ;[buffer, other] = [other, buffer]
    if (at + PIECE < end) next = read(buffer, at + PIECE)
    // What fails is seen at the next `await`.
    next.catch(() => {})
    scanner.feed(bytes)
    advance(bytes.length)
  }
  return scanner.finish()
}
