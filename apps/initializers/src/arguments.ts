import { parseArgs } from 'node:util'

export const HELP = `The "Parameter Initialization" chapter, section by section, in three idioms.

Usage: start [-- [--seed N] [--help]]

  --seed N   an integer of at most 64 bits; the same seed prints the same bytes (default 42)
  --help     this text

Exits with 0 when every claim of the prose holds, 1 when one does not, 2 for bad arguments.`

export interface Arguments {
  readonly seed: bigint
  readonly help: boolean
}

/** Bad arguments: the message says what was expected. */
export class ArgumentError extends Error {}

/**
 * The command line's meaning.
 *
 * @throws ArgumentError for an unknown option, a missing value, or a seed that is no integer of at most 64 bits.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { seed, help } = readOptions(argv)
  if (!/^-?\d+$/.test(seed))
    throw new ArgumentError(`--seed: expected an integer, got "${seed}"; try --seed 42`)
  const value = BigInt(seed)
  if (value >= 2n ** 64n || value < -(2n ** 63n))
    throw new ArgumentError(`--seed: expected at most 64 bits, got ${seed}; try --seed 42`)
  return { seed: value, help }
}

function readOptions(argv: readonly string[]): { seed: string; help: boolean } {
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
    const { values } = parseArgs({
      args: joined,
      options: { seed: { type: 'string', default: '42' }, help: { type: 'boolean', default: false } },
    })
    return values
  } catch (error) {
    throw new ArgumentError(`${error instanceof Error ? error.message : error}; see --help`)
  }
}
