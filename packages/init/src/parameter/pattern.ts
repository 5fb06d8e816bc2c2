import { message, show, showNames, wrongKind } from '@nn/check'
import { matchesGlob } from './glob.ts'

/** Which paths: one, a glob of some (`0.*`, `**.weight`, `layer?.bias`), or a regular expression. */
export type Pattern = string | RegExp

/**
 * Whether a pattern matches a path: `*` and `?` within a segment, `**` across them, everything else in a string literally. The time
 * that a string takes grows with the product of the lengths at most; that of a regular expression is its own.
 *
 * @throws TypeError if the pattern is neither a string nor a regular expression, or the path no string; RangeError for an expression
 * that is too large for the engine.
 * @example
 * ```ts
 * import { matchesPath } from '@nn/init'
 * matchesPath('**.weight', 'encoder.0.weight') // => true
 * matchesPath('*.weight', 'encoder.0.weight') // => false
 * matchesPath(/\.0\./, 'encoder.0.weight') // => true
 * ```
 */
export function matchesPath(pattern: Pattern, path: string): boolean {
  if (typeof path !== 'string') throw wrongKind('matchesPath', 'a path', path)
  if (pattern instanceof RegExp) return matchesExpression(pattern, path)
  if (typeof pattern === 'string') return matchesGlob(pattern, path)
  throw wrongKind('matchesPath', 'a pattern', pattern)
}

function matchesExpression(pattern: RegExp, path: string): boolean {
  try {
    // Without the flags g and y a test has no memory.
    return new RegExp(pattern, pattern.flags.replace(/[gy]/g, '')).test(path)
  } catch (cause) {
    const expected = 'a regular expression that the engine can run'
    throw new RangeError(message('matchesPath', expected, showPattern(pattern)), { cause })
  }
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
  return pattern instanceof RegExp ? showNames([String(pattern)]) : show(pattern)
}

/** A pattern as JSON: a string, or `{ regexp, flags }`. */
export function patternToJSON(
  pattern: Pattern,
): string | { readonly regexp: string; readonly flags: string } {
  return typeof pattern === 'string' ? pattern : { regexp: pattern.source, flags: pattern.flags }
}
