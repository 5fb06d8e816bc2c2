import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { message, wrongValue } from '@nn/check'
import { codeOf } from '@nn/files'
import { FLOAT_DTYPES } from '../../law/encode.ts'
import { type PlanOptions, planCheckpoint } from '../../plan/prepare.ts'
import { showBytes } from '../../plan/table.ts'
import type { RecipeOptions } from '../../recipe/recipes.ts'
import { type Environment, workerOf } from '../../worker/worker.ts'
import { examineFile } from '../disk/doctor.ts'
import { configOf, seedCheckpoint } from '../disk/seed.ts'
import { type VerifyReport, verifyCheckpoint } from '../disk/verify.ts'
import { type Arguments, argumentsOf } from './arguments.ts'
import { progressOf, type Terminal } from './terminal.ts'

/** What a command runs in. */
export interface Surroundings {
  readonly terminal: Terminal
  readonly environment: Environment
}

/** What a command did: a JSON object, the same for people, and its exit code. */
interface Outcome {
  readonly json: object
  readonly text: string
  readonly code: number
}

const RECIPE = ['recipe', 'std', 'base-width', 'base-depth', 'rank'] as const
const PLAN = ['seed', ...RECIPE, 'dtype', 'shard'] as const
const WORKER = ['index', 'count'] as const
const DOCTOR = [...RECIPE, 'config'] as const

/** A command: its options, and what it does. */
export interface Command {
  parse(args: readonly string[]): Arguments
  run(given: Arguments, surroundings: Surroundings): Promise<Outcome>
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  seed: { parse: (args) => argumentsOf('seed', [...PLAN, ...WORKER, 'out'], args), run: seed },
  plan: { parse: (args) => argumentsOf('plan', PLAN, args), run: plan },
  verify: { parse: (args) => argumentsOf('verify', WORKER, args), run: verify },
  doctor: { parse: (args) => argumentsOf('doctor', DOCTOR, args), run: doctor },
}

async function seed(given: Arguments, { terminal, environment }: Surroundings): Promise<Outcome> {
  const config = await configAt('seed', given.path)
  configOf('checkpoint seed', config)
  const options = planOptions('seed', given)
  const out = needed('seed', 'out', given.text('out'))
  const worker = workerOf({ index: given.number('index'), count: given.number('count') }, environment)
  const onProgress = given.flag('quiet') ? undefined : progressOf(terminal, 'writing')
  const begin = performance.now()
  const report = await seedCheckpoint(config, { ...options, ...worker, out, onProgress })
  const seconds = (performance.now() - begin) / 1000
  const { written, skipped, missing, bytes, state } = report
  const lines = [
    `${out}: ${state}, worker ${worker.index} of ${worker.count} wrote ${written.length} ${written.length === 1 ? 'file' : 'files'} (${showBytes(bytes)}) in ${seconds.toFixed(1)} s, ${skipped.length} ${skipped.length === 1 ? 'was' : 'were'} there`,
    ...(missing.length === 0 ? [] : [`missing: ${list(missing)}, which other workers make`]),
    ...(state === 'complete' ? aboutUnfinished(report) : []),
  ]
  return { json: { ...report, seconds }, text: lines.join('\n'), code: 0 }
}

async function plan(given: Arguments): Promise<Outcome> {
  const config = await configAt('plan', given.path)
  const made = planCheckpoint(configOf('checkpoint plan', config), planOptions('plan', given, 0))
  return { json: made, text: String(made), code: 0 }
}

async function verify(given: Arguments, { terminal, environment }: Surroundings): Promise<Outcome> {
  const folder = needed('verify', 'the folder', given.path)
  const worker = workerOf({ index: given.number('index'), count: given.number('count') }, environment)
  const onProgress = given.flag('quiet') ? undefined : progressOf(terminal, 'comparing')
  const report = await verifyCheckpoint(folder, { ...worker, onProgress })
  return { json: report, text: verdict(report), code: report.state === 'whole' ? 0 : 1 }
}

async function doctor(given: Arguments, { terminal }: Surroundings): Promise<Outcome> {
  const path = needed('doctor', 'the file', given.path)
  const config = given.text('config')
  const onProgress = given.flag('quiet') ? undefined : progressOf(terminal, 'reading')
  const diagnosis = await examineFile(path, {
    config:
      config === undefined ? undefined : configOf('checkpoint doctor', await configAt('doctor', config)),
    recipe: given.text('recipe'),
    ...numbersOf(given),
    onProgress,
  })
  return { json: diagnosis, text: String(diagnosis), code: diagnosis.state === 'fine' ? 0 : 1 }
}

/** Options of recipes. */
function numbersOf(given: Arguments): RecipeOptions {
  return {
    std: given.number('std'),
    baseWidth: given.number('base-width'),
    baseDepth: given.number('base-depth'),
    rank: given.number('rank'),
  }
}

function verdict(report: VerifyReport): string {
  const { state, folder, recipe, seed, dtype, missing, differences, bytes } = report
  const lines = [
    `${folder}: ${state}, recipe ${recipe}, seed ${seed}, ${dtype}, ${showBytes(bytes)} compared`,
    ...differences.map(
      ({ name, start, end, elements, file }) =>
        `differs: ${name}[${start} … ${end}), ${elements} elements, in ${file}`,
    ),
    ...(missing.length === 0 ? [] : [`missing: ${list(missing)}; run seed again`]),
    ...aboutUnfinished(report),
  ]
  return lines.join('\n')
}

/** What is said of temporary files, which workers have while they write, and leave where they are killed. */
function aboutUnfinished({ unfinished }: { readonly unfinished: readonly string[] }): string[] {
  if (unfinished.length === 0) return []
  const cure =
    'a worker writes them, or was killed; remove them if none runs (seed does so on its own machine)'
  return [`temporary: ${list(unfinished)}: ${cure}`]
}

/** At most eight names. */
function list(names: readonly string[]): string {
  const more = names.length > 8 ? `, … ${names.length - 8} more` : ''
  return names.slice(0, 8).join(', ') + more
}

function needed(command: string, name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value
  const expected = name.includes(' ') || name === 'CONFIG' ? name : `--${name}`
  throw new TypeError(message(`checkpoint ${command}`, expected, 'none', `see checkpoint ${command} --help`))
}

function planOptions(command: string, given: Arguments, seed?: number): PlanOptions {
  const dtype = given.text('dtype')
  const known = FLOAT_DTYPES.find((name) => name === dtype?.toUpperCase())
  if (dtype !== undefined && known === undefined) {
    const expected = `--dtype to be ${FLOAT_DTYPES.join(', ')}`
    throw wrongValue(`checkpoint ${command}`, expected, dtype)
  }
  return {
    recipe: needed(command, 'recipe', given.text('recipe')),
    seed: seedOf(command, given.text('seed'), seed),
    dtype: known,
    shard: given.text('shard'),
    ...numbersOf(given),
  }
}

function seedOf(command: string, text: string | undefined, otherwise: number | undefined): number | bigint {
  if (text === undefined && otherwise !== undefined) return otherwise
  const seed = needed(command, 'seed', text)
  if (/^[+-]?\d{1,20}$/.test(seed)) return BigInt(seed)
  throw wrongValue(`checkpoint ${command}`, '--seed to be a whole number', seed)
}

/** The text of a config.json, or of that of a folder. */
async function configAt(command: string, path: string | undefined): Promise<string> {
  const given = needed(command, 'CONFIG', path)
  const where = `checkpoint ${command}`
  try {
    const isFolder = (await stat(given)).isDirectory()
    return await readFile(isFolder ? join(given, 'config.json') : given, 'utf8')
  } catch (cause) {
    const got = `${given} (${codeOf(cause) ?? cause})`
    throw new RangeError(message(where, 'a config that can be read', got), { cause })
  }
}
