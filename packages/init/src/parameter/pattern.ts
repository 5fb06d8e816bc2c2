import { message, show } from '@nn/check'

/** Which paths: one, a glob of some (`0.*`, `**.weight`, `layer?.bias`), or a regular expression. */
export type Pattern = string | RegExp

/** What the wildcards match: within a segment, or, doubled, across them. */
const GLOB: Readonly<Record<string, string>> = { '**': '.*', '*': '[^.]*', '?': '[^.]' }

/**
 * Whether a pattern matches a path: `*` and `?` within a segment, `**` across them, everything else in a string literally.
 *
 * @throws TypeError if the pattern is neither a string nor a regular expression.
 * @example
 * ```ts
 * import { matchesPath } from '@nn/init'
 * matchesPath('**.weight', 'encoder.0.weight') // => true
 * matchesPath('*.weight', 'encoder.0.weight') // => false
 * matchesPath(/\.0\./, 'encoder.0.weight') // => true
 * ```
 */
export function matchesPath(pattern: Pattern, path: string): boolean {
  // Without the flags g and y a test has no memory.
  if (pattern instanceof RegExp) return new RegExp(pattern, pattern.flags.replace(/[gy]/g, '')).test(path)
  if (typeof pattern !== 'string') {
    throw new TypeError(message('matchesPath', 'a pattern', show(pattern)))
  }
  const source = pattern.replace(/\*\*|[\\^$.*+?()[\]{}|]/g, (token) => GLOB[token] ?? `\\${token}`)
  return new RegExp(`^${source}$`).test(path)
}

/**
 * A pattern as messages show it.
 *
 * @example
 * ```ts
 * import { showPattern } from '@nn/init/layer'
 * showPattern('0.*') // => '"0.*"'
 * ```
 */
export function showPattern(pattern: Pattern): string {
  return typeof pattern === 'string' ? JSON.stringify(pattern) : String(pattern)
}

/** A pattern as JSON: a string, or `{ regexp, flags }`. */
export function patternToJSON(
  pattern: Pattern,
): string | { readonly regexp: string; readonly flags: string } {
  return typeof pattern === 'string' ? pattern : { regexp: pattern.source, flags: pattern.flags }
}
