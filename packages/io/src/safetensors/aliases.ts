/** Entries of which no two have the same value, and for every other name of a value the one that it is stored under. */
export interface Separated<T> {
  readonly stored: (readonly [string, T])[]
  readonly aliases: Readonly<Record<string, string>>
}

/** Splits entries into the first of each value and the other names of it. */
export function separateAliases<T>(entries: readonly (readonly [string, T])[]): Separated<T> {
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
