import { parseArgs } from 'node:util'
import { didYouMean, message, show, wrongValue } from '@nn/check'

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
  const typed = allowed.map((name) => [name, { type: OPTIONS[name] }] as const)
  const options = { ...Object.fromEntries(typed), help: { type: 'boolean', short: 'h' } } as const
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

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>>

/** @throws TypeError in the words of all errors, where the engine's own would name neither the nearest option nor the cure. */
function parsed(
  command: string,
  options: Options,
  args: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  for (const token of tokens) if (token.kind === 'option') checkOption(`${WHERE} ${command}`, options, token)
  return { values, positionals }
}

/** An option as it stands on the command line. */
interface Token {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}

function checkOption(where: string, options: Options, { name, rawName, value }: Token): void {
  const names = Object.keys(options).map((known) => `--${known}`)
  const type = Object.hasOwn(options, name) ? options[name]?.type : undefined
  if (type === undefined) {
    const cure = `${didYouMean(rawName, names).replaceAll('"', '')} See ${where} --help`
    throw new TypeError(message(where, `options ${names.join(', ')}`, rawName, cure))
  }
  // What begins like an option is the next one, unless it is a number.
  const isMissing = value === undefined || /^-(?!\d)/.test(value)
  if (type === 'string' && isMissing) {
    throw new TypeError(message(where, `a value of ${rawName}`, value ?? 'none', `see ${where} --help`))
  }
  if (type === 'boolean' && value !== undefined) {
    throw new TypeError(message(where, `no value of ${rawName}`, show(value), `write ${rawName} alone`))
  }
}
