/** Splits entries into the first of each value and, for every other name of the same value, the first name. */
export function separateAliases<T>(entries: readonly (readonly [string, T])[]): {
  readonly stored: (readonly [string, T])[]
  readonly aliases: Readonly<Record<string, string>>
} {
  const first = new Map<T, string>()
  const aliases: [string, string][] = []
  const stored = entries.filter(([name, value]) => {
    const same = first.get(value)
    if (same !== undefined) aliases.push([name, same])
    else first.set(value, name)
    return same === undefined
  })
  return { stored, aliases: Object.fromEntries(aliases) }
}
