import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkOptions, message, type OptionNames, show, wrongKind } from '@nn/check'
import { codeOf, temporariesIn } from '@nn/files'
import { openSafetensors } from '@nn/io'
import { fileSource } from '@nn/io/node'
import type { Config } from '../../family/config.ts'
import type { Family } from '../../family/family.ts'
import { widthOf } from '../../law/encode.ts'
import { valuesOf } from '../../law/values.ts'
import { type Prepared, prepare } from '../../plan/prepare.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { recipeNames } from '../../recipe/recipes.ts'
import { type WorkerOptions, workerOf } from '../../worker/worker.ts'
import { filesIn, lookAt } from './folder.ts'
import { CONFIG_NAME, type FileLayout, type Layout, layoutOf } from './layout.ts'
import { type CheckpointRecord, RECORD_NAME, readRecord, recordOf } from './record.ts'
import { checkProgress, type Progress } from './seed.ts'
import { slicesOf } from './slices.ts'

/** How a checkpoint is compared with what it should be. */
export interface VerifyOptions extends WorkerOptions {
  /** The recipe, where the checkpoint was made by one of your own. */
  readonly recipe?: Recipe | undefined
  /** Families besides the built-in ones. */
  readonly families?: readonly Family[] | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

const VERIFY_OPTIONS: OptionNames<VerifyOptions> = {
  recipe: true,
  families: true,
  onProgress: true,
  index: true,
  count: true,
}

/** Elements that are not what they should be: from the first to the last that differs in one slice. */
export interface Difference {
  readonly file: string
  readonly name: string
  /** Elements `[start, end)`. */
  readonly start: number
  readonly end: number
  /** How many of them differ. */
  readonly elements: number
}

/** What `verifyCheckpoint` found. */
export interface VerifyReport {
  readonly state: 'whole' | 'different' | 'incomplete'
  readonly folder: string
  readonly recipe: string
  /** Decimal digits. */
  readonly seed: string
  readonly dtype: string
  /** What is not there, the index among it. */
  readonly missing: readonly string[]
  readonly differences: readonly Difference[]
  /** Temporary files of workers that still write or were killed: they are no part of the checkpoint. */
  readonly unfinished: readonly string[]
  /** Bytes of values that were compared. */
  readonly bytes: number
}

/**
 * Draws the values of a checkpoint again and compares them with its files: which elements differ, and what is missing. What it was made
 * by stands in its files. With index and count, only this worker's share is compared.
 *
 * @throws RangeError if the folder has no checkpoint of `seed`, or files of several; FormatError if a file is damaged.
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { seedCheckpoint, verifyCheckpoint } from '@nn/checkpoint/node'
 * const config = { model_type: 'llama', vocab_size: 32, hidden_size: 8, intermediate_size: 16, num_hidden_layers: 1, num_attention_heads: 2 }
 * const out = join(await mkdtemp(join(tmpdir(), 'nn-')), 'step0')
 * await seedCheckpoint(config, { recipe: 'llama', seed: 42, out })
 * const report = await verifyCheckpoint(out)
 * report.state // => 'whole'
 * report.bytes // => 2352
 * ```
 */
export async function verifyCheckpoint(folder: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const where = 'verifyCheckpoint'
  if (typeof folder !== 'string') throw wrongKind(where, 'the path of a folder', folder)
  checkOptions(where, options, VERIFY_OPTIONS)
  const { index, count, onProgress } = options
  checkProgress(where, onProgress)
  const worker = workerOf({ index, count })
  const record = await recordIn(where, folder)
  const prepared = await preparedBy(where, folder, record, options)
  const layout = layoutOf(prepared)
  const { whole, hasConfig, hasIndex } = await lookAt(where, folder, layout)
  const share = layout.files.filter(({ name }, k) => k % worker.count === worker.index && whole.has(name))
  const missing = missingOf(layout, { whole, hasConfig, hasIndex })
  const differences = await compare(prepared, folder, share, onProgress)
  const state = differences.length > 0 ? 'different' : missing.length > 0 ? 'incomplete' : 'whole'
  const { recipe, seed, dtype } = record
  const bytes = share.reduce((sum, { size, header }) => sum + size - header.length, 0)
  const unfinished = await temporariesIn(folder)
  return { state, folder, recipe, seed, dtype, missing, differences, unfinished, bytes }
}

function missingOf(layout: Layout, state: Awaited<ReturnType<typeof lookAt>>): string[] {
  const files = layout.files.map(({ name }) => name).filter((name) => !state.whole.has(name))
  return layout.index !== undefined && !state.hasIndex ? [...files, 'model.safetensors.index.json'] : files
}

/** The record of the first file that has one; what is torn is told by its size later, where another file tells what should be there. */
async function recordIn(where: string, folder: string): Promise<CheckpointRecord> {
  let damage: unknown
  for (const name of await filesIn(folder)) {
    if (!/^model(-\d+-of-\d+)?\.safetensors$/.test(name)) continue
    try {
      const record = await recordOfFile(where, folder, name)
      if (record !== undefined) return record
    } catch (error) {
      damage ??= error
    }
  }
  if (damage !== undefined) throw damage
  const cure = 'of any other file, ask doctor'
  throw new RangeError(message(where, `a checkpoint made by seed in ${folder}`, 'none', cure))
}

async function recordOfFile(
  where: string,
  folder: string,
  name: string,
): Promise<CheckpointRecord | undefined> {
  const source = await fileSource(join(folder, name))
  try {
    const { metadata } = await openSafetensors(source)
    return readRecord(`${where}: ${name}`, metadata.get(RECORD_NAME))
  } finally {
    await source.close()
  }
}

/** The checkpoint that the record and the config describe. */
async function preparedBy(
  where: string,
  folder: string,
  record: CheckpointRecord,
  { recipe: own, families }: VerifyOptions,
): Promise<Prepared> {
  const { recipe, seed, dtype, shard, options } = record
  if (own === undefined && !recipeNames.includes(recipe)) {
    throw new RangeError(message(where, `the recipe ${show(recipe)}`, 'none', 'pass it as option recipe'))
  }
  const config = await configIn(where, folder)
  const given = own === undefined ? { recipe, ...options } : { recipe: own }
  const prepared = prepare(where, config, { ...given, seed: BigInt(seed), dtype, shard, families })
  if (recordOf(prepared).plan === record.plan) return prepared
  const cure = 'config.json is another, or another version of this package made them'
  throw new RangeError(message(where, `files of the plan of ${folder}`, 'those of another', cure))
}

async function configIn(where: string, folder: string): Promise<Config> {
  const path = join(folder, CONFIG_NAME)
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    const got = codeOf(cause) === 'ENOENT' ? 'none' : `${cause}`
    throw new RangeError(message(where, `a config.json in ${folder}`, got), { cause })
  }
}

/** Compares files slice by slice. */
async function compare(
  { model, recipe, seed, plan }: Prepared,
  folder: string,
  files: readonly FileLayout[],
  onProgress: VerifyOptions['onProgress'],
): Promise<Difference[]> {
  const fillOf = valuesOf(model, recipe, seed)
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const differences: Difference[] = []
  const width = widthOf(plan.dtype)
  let done = 0
  for (const file of files) {
    const handle = await open(join(folder, file.name), 'r')
    try {
      done += file.header.length
      for (const { name, start, position, bytes } of slicesOf(file, plan.dtype, fillOf)) {
        const stored = Buffer.allocUnsafe(bytes.length)
        await handle.read(stored, 0, stored.length, position)
        const found = differing(stored, bytes, width)
        if (found !== undefined) {
          const [first, last, elements] = found
          differences.push({ file: file.name, name, start: start + first, end: start + last + 1, elements })
        }
        done += bytes.length
        onProgress?.({ file: file.name, done, total })
      }
    } finally {
      await handle.close()
    }
  }
  return differences
}

/** First and last element that differs, and how many do. */
function differing(one: Buffer, other: Uint8Array, width: number): [number, number, number] | undefined {
  if (one.equals(other)) return undefined
  let [first, last, count] = [-1, -1, 0]
  for (let i = 0; i < one.length; i += width) {
    let same = true
    for (let j = i; j < i + width; j++) same &&= one[j] === other[j]
    if (same) continue
    if (first < 0) first = i / width
    last = i / width
    count++
  }
  return [first, last, count]
}
