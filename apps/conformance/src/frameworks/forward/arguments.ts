import type { ArgReader } from '../../golden/args.ts'

/** Sizes as PyTorch takes them: one for all axes, or one each. */
export type Sizes = number | readonly number[]

/** An argument that has no default. */
export function required<T>(args: ArgReader, name: string): T {
  const value = args.take<T | undefined>(name, undefined)
  if (value === undefined) throw new TypeError(`expected the argument ${name}`)
  return value
}

/** Our options from PyTorch's arguments: those that are absent, or None, are left to our defaults. */
export function options<T extends object>(args: ArgReader, names: { readonly [K in keyof T]?: string }): T {
  const entries = Object.entries(names as Record<string, string>).map(([ours, theirs]) => [
    ours,
    args.take<unknown>(theirs, null),
  ])
  return Object.fromEntries(entries.filter(([, value]) => value !== null)) as T
}

/** Throws unless an argument has the only value that there is a layer for. */
export function only(args: ArgReader, name: string, value: unknown): void {
  const given = args.take<unknown>(name, value)
  if (given !== value) throw new RangeError(`expected ${name} to be ${String(value)}, got ${String(given)}`)
}
