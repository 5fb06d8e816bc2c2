/** Numbers that JSON does not have, as strings. */
const NUMBERS: Readonly<Record<string, number>> = {
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
}

/** A parsed config with its infinities back. */
export function revive(value: unknown): unknown {
  if (typeof value === 'string') return NUMBERS[value] ?? value
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]))
}
