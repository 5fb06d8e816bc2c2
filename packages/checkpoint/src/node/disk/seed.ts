import type { FileHandle } from 'node:fs/promises'
import { checkOptions, message, type OptionNames, wrongKind } from '@nn/check'
import { removeStale, temporariesIn } from '@nn/files'
import type { Config } from '../../family/config.ts'
import type { Fill } from '../../law/drawn.ts'
import { type LawOf, valuesOf } from '../../law/values.ts'
import { PLAN_OPTIONS, type PlanOptions, type Prepared, prepare } from '../../plan/prepare.ts'
import { type WorkerOptions, workerOf } from '../../worker/worker.ts'
import { Flusher } from './flusher.ts'
import { lookAt } from './folder.ts'
import { CONFIG_NAME, type FileLayout, INDEX_NAME, type Layout, layoutOf } from './layout.ts'
import { slicesOf } from './slices.ts'
import { prepareFolder, writeWhole } from './write.ts'

/** How far a worker has come. */
export interface Progress {
  /** The file at hand. */
  readonly file: string
  /** Bytes that are done, and all that this worker has to do. */
  readonly done: number
  readonly total: number
}

/** What is to be written, where and by which worker. */
export interface SeedOptions extends PlanOptions, WorkerOptions {
  /** The folder; made if it is not there. */
  readonly out: string
  /** Called after each slice of about a million elements. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

const SEED_OPTIONS: OptionNames<SeedOptions> = {
  ...PLAN_OPTIONS,
  index: true,
  count: true,
  out: true,
  onProgress: true,
}

/** What a worker did. */
export interface SeedReport {
  /** Whether the folder now has all files and the index. */
  readonly state: 'complete' | 'incomplete'
  readonly out: string
  readonly index: number
  readonly count: number
  /** Files that it wrote, and those of its share that were there already. */
  readonly written: readonly string[]
  readonly skipped: readonly string[]
  /** Files of other workers that are not there yet. */
  readonly missing: readonly string[]
  /** Temporary files of workers that still write, or that were killed on another machine: removed when they are a day old. */
  readonly unfinished: readonly string[]
  /** Bytes that it wrote. */
  readonly bytes: number
}

/**
 * Writes a step-0 checkpoint, or this worker's share of it, and the index when all files are there. The bytes are the same for any
 * number of workers; nothing is communicated; a worker may die, start again or run beside its twin. What is there and whole is skipped.
 *
 * @param config The object of a config.json, or its text, which is kept as it is: Python tells 0.0 from 0.
 * @throws TypeError or RangeError if the config or an option is wrong, the folder has another checkpoint's files, cannot be written or
 * has too little room: nothing is overwritten. Error of the system.
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { seedCheckpoint } from '@nn/checkpoint/node'
 * const config = { model_type: 'llama', vocab_size: 32, hidden_size: 8, intermediate_size: 16, num_hidden_layers: 1, num_attention_heads: 2 }
 * const out = join(await mkdtemp(join(tmpdir(), 'nn-')), 'step0')
 * const one = await seedCheckpoint(config, { recipe: 'llama', seed: 42, shard: '1KB', out, index: 0, count: 2 })
 * one.missing // => ['model-00002-of-00003.safetensors']
 * const other = await seedCheckpoint(config, { recipe: 'llama', seed: 42, shard: '1KB', out, index: 1, count: 2 })
 * other.state // => 'complete'
 * ```
 */
export async function seedCheckpoint(config: Config | string, options: SeedOptions): Promise<SeedReport> {
  const where = 'seedCheckpoint'
  if (options === undefined) throw new TypeError(message(where, 'options with recipe, seed and out', 'none'))
  checkOptions(where, options, SEED_OPTIONS)
  const { out, index, count, onProgress, ...plan } = options
  if (typeof out !== 'string' || out === '') {
    throw wrongKind(where, 'out to be the path of a folder', out)
  }
  checkProgress(where, onProgress)
  const prepared = prepare(where, typeof config === 'string' ? configOf(where, config) : config, plan)
  const worker = workerOf({ index, count })
  const layout = layoutOf(prepared, typeof config === 'string' ? config : undefined)
  const share = layout.files.filter((_, k) => k % worker.count === worker.index)
  const { whole, hasConfig } = await lookAt(where, out, layout)
  const todo = share.filter(({ name }) => !whole.has(name))
  const total = todo.reduce((sum, { size }) => sum + size, 0)
  await prepareFolder(where, out, total)
  await removeStale(out)
  if (!hasConfig) await writeText(out, CONFIG_NAME, layout.config)
  await writeFiles(prepared, out, todo, { total, onProgress })
  const missing = await finish(where, out, layout)
  // A worker that was being killed when this one started is dead by now.
  await removeStale(out)
  return {
    state: missing.length === 0 ? 'complete' : 'incomplete',
    out,
    ...worker,
    written: todo.map(({ name }) => name),
    skipped: share.filter((file) => !todo.includes(file)).map(({ name }) => name),
    missing,
    unfinished: await temporariesIn(out),
    bytes: total,
  }
}

/** @throws TypeError unless it can be called, or is left out. */
export function checkProgress(where: string, onProgress: unknown): void {
  if (onProgress === undefined || typeof onProgress === 'function') return
  throw wrongKind(where, 'onProgress to be a function', onProgress)
}

/** The config of a text. @throws RangeError if it is no JSON. */
export function configOf(where: string, text: string): Config {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RangeError(message(where, 'the JSON of a config', `${cause}`), { cause })
  }
}

/** Writes the files one after the other. */
async function writeFiles(
  prepared: Prepared,
  out: string,
  files: readonly FileLayout[],
  { total, onProgress }: { readonly total: number; readonly onProgress: SeedOptions['onProgress'] },
): Promise<void> {
  const { model, recipe, seed, plan } = prepared
  const fillOf = valuesOf(model, recipe, seed)
  let done = 0
  for (const file of files) {
    const advance = (bytes: number): void => {
      done += bytes
      onProgress?.({ file: file.name, done, total })
    }
    await writeWhole(out, file.name, (handle) =>
      writeValues(handle, file, { dtype: plan.dtype, fillOf, advance }),
    )
  }
}

/** Draws one slice while the one before it is written. */
async function writeValues(
  handle: FileHandle,
  file: FileLayout,
  how: {
    readonly dtype: Prepared['plan']['dtype']
    readonly fillOf: (law: LawOf) => Fill
    readonly advance: (bytes: number) => void
  },
): Promise<void> {
  await writeAt(handle, file.header, 0)
  how.advance(file.header.length)
  let writing: Promise<void> = Promise.resolve()
  const flusher = new Flusher(handle)
  for (const { bytes, position } of slicesOf(file, how.dtype, how.fillOf)) {
    await writing
    writing = writeAt(handle, bytes, position).then(() => {
      flusher.wrote(bytes.length)
      how.advance(bytes.length)
    })
    // What fails is seen at the next `await`.
    writing.catch(() => {})
  }
  await writing
  await flusher.end()
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten
  }
}

/** The files that are missing; where there are none, the index is written. */
async function finish(where: string, out: string, layout: Layout): Promise<string[]> {
  const { whole, hasIndex } = await lookAt(where, out, layout)
  const missing = layout.files.map(({ name }) => name).filter((name) => !whole.has(name))
  if (missing.length === 0 && layout.index !== undefined && !hasIndex) {
    await writeText(out, INDEX_NAME, layout.index)
  }
  return missing
}

function writeText(out: string, name: string, text: string): Promise<void> {
  return writeWhole(out, name, (file) => file.writeFile(text))
}
