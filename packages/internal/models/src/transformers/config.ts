import { checkOptions, keysOf, type OptionNames } from '@nn/check'

/** Members of a configuration, under the names of Python. */
type Fields = Readonly<Record<string, unknown>>

/**
 * A configuration: what is given, and the library's defaults of the rest. What changes no weight is among the fields, too, so that a
 * program's own call can be written down here.
 *
 * @param aliases Second names of fields, as the library's `attribute_map` has them.
 * @throws TypeError for a name that the configuration does not have.
 */
export function configOf<T extends Fields>(
  where: string,
  defaults: T,
  given: Partial<T> & Fields,
  aliases: Readonly<Record<string, keyof T & string>> = {},
): T {
  const names = Object.fromEntries(
    [...keysOf(defaults as Record<string, unknown>), ...Object.keys(aliases)].map((name) => [
      name,
      true as const,
    ]),
  )
  checkOptions<Fields>(where, given, names as OptionNames<Fields>)
  const renamed = Object.entries(given).map(([name, value]) => [aliases[name] ?? name, value])
  return { ...defaults, ...Object.fromEntries(renamed) }
}
