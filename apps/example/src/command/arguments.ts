import { parseArgs } from 'node:util'
import { didYouMean, message, show } from '@nn/check'
import { DIALECTS } from '../dialects/dialects.ts'
import type { Framework } from '../dialects/framework.ts'
import { MODELS } from '../models/index.ts'
import type { Model } from '../models/model.ts'

export const HELP: string = `The "Parameter Initialization" chapter, section by section, in four idioms; or a whole model.

Usage: start [-- OPTIONS]

  --seed N        an integer of at most 64 bits; the same seed prints the same bytes (default 42)
  --dialect NAME  in the bits of a framework: ${Object.keys(DIALECTS).join(', ')}
  --catalogue     instead of the chapter: every built-in initializer, what it promises and what it makes
  --train         instead of the chapter: trains the book's networks on data made here
  --model NAME    instead of the chapter: builds a model, plans and initialises it, prints its summary
${Object.entries(MODELS)
  .map(([name, { about }]) => `                    ${name.padEnd(11)} ${about}`)
  .join('\n')}
  --load FILE     takes its values from a safetensors file, or the index of a sharded one; the rest is drawn
  --save FILE     writes its values to a safetensors file
  --help          this text

Tables keep to the width of the terminal, or to COLUMNS; written to a file they are as wide as they are.
Exits with 0 when every claim of the prose holds, 1 when one does not or a file does not fit, 2 for bad arguments.`

/** A choice by its name. */
export interface Chosen<T> {
  readonly name: string
  readonly value: T
}

/** What the command line asks for. */
export interface Arguments {
  readonly seed: bigint
  readonly help: boolean
  readonly catalogue: boolean
  readonly train: boolean
  readonly dialect: Chosen<Framework> | undefined
  readonly model: Chosen<Model> | undefined
  readonly load: string | undefined
  readonly save: string | undefined
}

/** Bad arguments: the message says what was expected. */
export class ArgumentError extends Error {
  constructor(where: string, expected: string, got: string, cure: string) {
    super(message(where, expected, got, cure))
  }
}

const TEXT = { type: 'string' } as const
const FLAG = { type: 'boolean', default: false } as const
const OPTIONS = {
  seed: { ...TEXT, default: '42' },
  dialect: TEXT,
  catalogue: FLAG,
  train: FLAG,
  model: TEXT,
  load: TEXT,
  save: TEXT,
  help: FLAG,
} as const
const NAMES = Object.keys(OPTIONS).map((name) => `--${name}`)

/** What to try where an option's value is wrong. */
const EXAMPLE: Readonly<Record<string, string>> = {
  seed: '--seed 42',
  dialect: '--dialect torch',
  model: '--model mlp',
  load: '--model mlp --load FILE',
  save: '--model mlp --save FILE',
}

/**
 * The command line's meaning.
 *
 * @throws ArgumentError for an unknown option, a missing value, a seed that is no integer of at most 64 bits, or of 32 for Keras, an
 * unknown dialect or model, files without a model, or two subjects.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { seed: digits, help, catalogue, train, load, save, ...names } = readOptions(argv)
  const seed = parseSeed(digits)
  const dialect = choose('dialect', DIALECTS, names.dialect)
  if (dialect?.name === 'keras' && (seed < 0n || seed >= 2n ** 32n)) {
    const expected = 'an integer of [0, 2³²), as Keras takes it'
    throw new ArgumentError('--seed', expected, `${seed}`, 'try --seed 42')
  }
  const model = choose('model', MODELS, names.model)
  const file = load ?? save
  if (model === undefined && file !== undefined) {
    const name = load === undefined ? '--save' : '--load'
    throw new ArgumentError(name, `a model for the file ${file}`, 'none', 'add --model mlp')
  }
  const chosen = dialect ?? model
  if (catalogue && chosen !== undefined) {
    const option = dialect === undefined ? '--model' : '--dialect'
    throw new ArgumentError('--catalogue', 'no other subject', `${option} ${chosen.name}`, 'ask for one')
  }
  if (train && (catalogue || model !== undefined)) {
    const got = catalogue ? '--catalogue' : `--model ${model?.name}`
    throw new ArgumentError('--train', 'no other subject', got, 'ask for one')
  }
  return { seed, help, catalogue, train, dialect, model, load, save }
}

function parseSeed(digits: string): bigint {
  if (!/^-?\d+$/.test(digits)) throw new ArgumentError('--seed', 'an integer', show(digits), 'try --seed 42')
  const seed = BigInt(digits)
  if (seed >= 2n ** 64n || seed < -(2n ** 63n)) {
    throw new ArgumentError('--seed', 'at most 64 bits', digits.slice(0, 60), 'try --seed 42')
  }
  return seed
}

function choose<T>(
  option: string,
  values: Readonly<Record<string, T>>,
  name: string | undefined,
): Chosen<T> | undefined {
  if (name === undefined) return undefined
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value !== undefined) return { name, value }
  const names = Object.keys(values)
  const expected = `one of ${names.join(', ')}`
  // Who cuts a name short is understood.
  const longer = names.filter((known) => name !== '' && known.startsWith(name.toLowerCase()))
  const cure = didYouMean(name, longer.length === 0 ? names : longer)
  throw new ArgumentError(`--${option}`, expected, show(name), cure)
}

function readOptions(argv: readonly string[]) {
  // pnpm hands a `--` in front of the arguments on.
  const args = argv[0] === '--' ? argv.slice(1) : [...argv]
  // `--seed -7` would read as two options.
  const joined = args.flatMap((arg, i) =>
    args[i - 1] === '--seed'
      ? []
      : arg === '--seed' && args[i + 1] !== undefined
        ? [`--seed=${args[i + 1]}`]
        : [arg],
  )
  const { tokens } = parseArgs({ args: joined, options: OPTIONS, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') {
      throw new ArgumentError('start', 'options alone', show(token.value), 'see --help')
    }
    if (token.kind === 'option') checkOption(token)
  }
  return parseArgs({ args: joined, options: OPTIONS }).values
}

/** @throws ArgumentError for an option that there is not, with the nearest, or whose value is missing or too much. */
function checkOption({
  name,
  rawName,
  value,
}: {
  name: string
  rawName: string
  value?: string | undefined
}) {
  const option = Object.entries(OPTIONS).find(([known]) => known === name)?.[1]
  if (option === undefined || rawName !== `--${name}`) {
    const cure = `${didYouMean(rawName, NAMES).replaceAll('"', '')} See --help`
    throw new ArgumentError('start', `one of ${NAMES.join(', ')}`, rawName, cure)
  }
  const isMissing = value === undefined || (value.startsWith('-') && name !== 'seed')
  if (option.type === 'string' && isMissing) {
    throw new ArgumentError(`--${name}`, 'a value', value ?? 'none', `try ${EXAMPLE[name]}`)
  }
  if (option.type === 'boolean' && value !== undefined) {
    throw new ArgumentError(`--${name}`, 'no value', show(value), `write --${name} alone`)
  }
}
