import { parseArgs } from 'node:util'
import { DIALECTS, type Framework } from './dialects/dialects.ts'
import { MODELS } from './models/index.ts'
import type { Model } from './models/model.ts'

export const HELP: string = `The "Parameter Initialization" chapter, section by section, in three idioms; or a whole model.

Usage: start [-- [--seed N] [--dialect NAME] [--model NAME [--load FILE] [--save FILE]] [--help]]

  --seed N        an integer of at most 64 bits; the same seed prints the same bytes (default 42)
  --dialect NAME  in the bits of a framework: ${Object.keys(DIALECTS).join(', ')}
  --model NAME    instead of the chapter: builds a model, plans and initialises it, prints its summary
${Object.entries(MODELS)
  .map(([name, { about }]) => `                    ${name.padEnd(11)} ${about}`)
  .join('\n')}
  --load FILE     takes its values from a safetensors file, or the index of a sharded one; the rest is drawn
  --save FILE     writes its values to a safetensors file
  --help          this text

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
  readonly dialect: Chosen<Framework> | undefined
  readonly model: Chosen<Model> | undefined
  readonly load: string | undefined
  readonly save: string | undefined
}

/** Bad arguments: the message says what was expected. */
export class ArgumentError extends Error {}

/**
 * The command line's meaning.
 *
 * @throws ArgumentError for an unknown option, a missing value, a seed that is no integer of at most 64 bits, or of 32 for Keras, an
 * unknown dialect or model, or files without a model.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { seed: digits, help, load, save, ...names } = readOptions(argv)
  const seed = parseSeed(digits)
  const dialect = choose('dialect', DIALECTS, names.dialect, 'torch')
  if (dialect?.name === 'keras' && (seed < 0n || seed >= 2n ** 32n)) {
    throw new ArgumentError(
      `--seed: expected an integer of [0, 2³²), as Keras takes it, got ${seed}; try --seed 42`,
    )
  }
  const model = choose('model', MODELS, names.model, 'mlp')
  const file = load ?? save
  if (model === undefined && file !== undefined) {
    const name = load === undefined ? '--save' : '--load'
    throw new ArgumentError(`${name}: expected a model for the file ${file}, got none; add --model mlp`)
  }
  return { seed, help, dialect, model, load, save }
}

function parseSeed(digits: string): bigint {
  if (!/^-?\d+$/.test(digits))
    throw new ArgumentError(`--seed: expected an integer, got "${digits}"; try --seed 42`)
  const seed = BigInt(digits)
  if (seed >= 2n ** 64n || seed < -(2n ** 63n))
    throw new ArgumentError(`--seed: expected at most 64 bits, got ${digits}; try --seed 42`)
  return seed
}

function choose<T>(
  option: string,
  values: Readonly<Record<string, T>>,
  name: string | undefined,
  example: string,
): Chosen<T> | undefined {
  if (name === undefined) return undefined
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value !== undefined) return { name, value }
  const names = Object.keys(values).join(', ')
  throw new ArgumentError(`--${option}: expected one of ${names}, got "${name}"; try --${option} ${example}`)
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
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      args: joined,
      options: {
        seed: { ...text, default: '42' },
        dialect: text,
        model: text,
        load: text,
        save: text,
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new ArgumentError(`${error instanceof Error ? error.message : error}; see --help`)
  }
}
