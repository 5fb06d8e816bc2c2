import { parseArgs } from 'node:util'
import { message, wrongValue } from '@nn/check'

/** The options of the commands: which take a value. */
const OPTIONS = {
  recipe: 'string',
  seed: 'string',
  dtype: 'string',
  shard: 'string',
  std: 'string',
  'base-width': 'string',
  'base-depth': 'string',
  rank: 'string',
  config: 'string',
  out: 'string',
  index: 'string',
  count: 'string',
  json: 'boolean',
  quiet: 'boolean',
  help: 'boolean',
} as const

type OptionName = keyof typeof OPTIONS

/** A command line, read. */
export interface Arguments {
  /** What is not an option: a config, a folder or a file. */
  readonly path: string | undefined
  text(name: OptionName): string | undefined
  /** A number; undefined where the option is left out. @throws RangeError */
  number(name: OptionName): number | undefined
  flag(name: OptionName): boolean
}

const WHERE = 'checkpoint'

/** @throws TypeError of a name that the command does not have, or a second path. */
export function argumentsOf(
  command: string,
  names: readonly OptionName[],
  args: readonly string[],
): Arguments {
  const allowed = [...names, 'json', 'quiet', 'help'] as const
  const options = Object.fromEntries(allowed.map((name) => [name, { type: OPTIONS[name] }] as const))
  const { values, positionals } = parsed(command, options, args)
  const [path, ...more] = positionals
  if (more.length > 0) throw new TypeError(message(`${WHERE} ${command}`, 'one path', positionals.join(' ')))
  const text = (name: OptionName): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    path,
    text,
    number: (name) => {
      const value = text(name)
      if (value === undefined) return undefined
      const number = value.trim() === '' ? Number.NaN : Number(value)
      if (!Number.isNaN(number)) return number
      throw wrongValue(`${WHERE} ${command}`, `--${name} to be a number`, value)
    },
    flag: (name) => values[name] === true,
  }
}

function parsed(
  command: string,
  options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>,
  args: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options: { ...options }, allowPositionals: true, strict: true })
  } catch (error) {
    const got = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)
    const names = Object.keys(options).map((name) => `--${name}`)
    throw new TypeError(message(`${WHERE} ${command}`, `options ${names.join(', ')}`, got), { cause: error })
  }
}
