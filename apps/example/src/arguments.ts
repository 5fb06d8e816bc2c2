import { parseArgs } from 'node:util'
import { DIALECTS } from './dialects.ts'
import { MODELS } from './models/index.ts'

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

export interface Arguments {
  readonly seed: bigint
  readonly help: boolean
  /** The name of one of the frameworks. */
  readonly dialect: string | undefined
  /** The name of one of the models. */
  readonly model: string | undefined
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
  const { seed, help, dialect, model, load, save } = readOptions(argv)
  if (!/^-?\d+$/.test(seed))
    throw new ArgumentError(`--seed: expected an integer, got "${seed}"; try --seed 42`)
  const value = BigInt(seed)
  if (value >= 2n ** 64n || value < -(2n ** 63n))
    throw new ArgumentError(`--seed: expected at most 64 bits, got ${seed}; try --seed 42`)
  if (dialect !== undefined && !Object.hasOwn(DIALECTS, dialect)) {
    const names = Object.keys(DIALECTS).join(', ')
    throw new ArgumentError(`--dialect: expected one of ${names}, got "${dialect}"; try --dialect torch`)
  }
  if (dialect === 'keras' && (value < 0n || value >= 2n ** 32n)) {
    throw new ArgumentError(
      `--seed: expected an integer of [0, 2³²), as Keras takes it, got ${seed}; try --seed 42`,
    )
  }
  if (model !== undefined && !Object.hasOwn(MODELS, model)) {
    const names = Object.keys(MODELS).join(', ')
    throw new ArgumentError(`--model: expected one of ${names}, got "${model}"; try --model mlp`)
  }
  const file = load === undefined ? save : load
  if (model === undefined && file !== undefined) {
    const name = load === undefined ? '--save' : '--load'
    throw new ArgumentError(`${name}: expected a model for the file ${file}, got none; add --model mlp`)
  }
  return { seed: value, help, dialect, model, load, save }
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
