import { checkOptions, keysOf, type OptionNames } from '@nn/check'

/** Members of a configuration, under the names of Python. */
type Fields = Readonly<Record<string, unknown>>

/** A configuration class of transformers: its name, its fields with their defaults, and their second names. */
export interface ConfigClass<T extends Fields = Fields> {
  readonly name: string
  readonly defaults: T
  /** `attribute_map`. */
  readonly aliases: Readonly<Record<string, string>>
}

/** What every configuration takes, and no weight depends on. */
const COMMON: readonly string[] = [
  'attn_implementation',
  'chunk_size_feed_forward',
  'num_labels',
  'output_attentions',
  'output_hidden_states',
  'return_dict',
  'rope_parameters',
  'rope_scaling',
  'rope_theta',
]

/** A class whose fields have no second names. */
export function configClass<T extends Fields>(
  name: string,
  defaults: T,
  aliases: Readonly<Record<string, keyof T & string>> = {},
): ConfigClass<T> {
  return { name, defaults, aliases }
}

/**
 * A configuration: what is given, and the library's defaults of the rest. What changes no weight is among the fields, too, so that a
 * program's own call can be written down here.
 *
 * @throws TypeError for a name that the class does not have.
 */
export function configOf<T extends Fields>(
  { name, defaults, aliases }: ConfigClass<T>,
  given: Partial<T> & Fields,
): T {
  const known = [...keysOf(defaults as Record<string, unknown>), ...Object.keys(aliases), ...COMMON]
  const names = Object.fromEntries(known.map((field) => [field, true as const]))
  checkOptions<Fields>(name, given, names as OptionNames<Fields>)
  const renamed = Object.entries(given).map(([field, value]) => [aliases[field] ?? field, value])
  return { ...defaults, ...Object.fromEntries(renamed) }
}
