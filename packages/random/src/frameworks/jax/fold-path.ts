import { checkOptions, flag, integer, message, type OptionNames, show } from '@nn/check'
import { sha1 } from '../../hash/sha1.ts'
import { utf8 } from '../../hash/utf8.ts'
import { checkKey, foldIn, type JaxKey } from './key.ts'

/** How the items of a path are hashed. */
export interface FoldPathOptions {
  /**
   * `flax_fix_rng_separator`: a zero byte before every item, so that ('ab', 'c') and ('a', 'bc') differ. Default false, as
   * in Flax.
   */
  readonly separator?: boolean
}

const OPTIONS: OptionNames<FoldPathOptions> = { separator: true }

/** UTF-8 of a name; the least number of big-endian bytes of a count, none for 0. */
function bytesOf(item: unknown): number[] {
  const where = 'flax.foldPath'
  if (typeof item === 'string') return [...utf8(where, 'name', item)]
  if (typeof item !== 'number') throw new TypeError(message(where, 'names and counts', show(item)))
  const bytes: number[] = []
  for (let rest = integer(where, 'a count', item, 0); rest > 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256)
  return bytes
}

/**
 * Flax linen's key of a path: `fold_in(key, first four bytes of SHA-1(path))`, big-endian, where the path is the names of
 * the modules and then the number of the draw in the last one, from 1 on.
 *
 * @param path Names and integers ≥ 0.
 * @throws TypeError or RangeError if an item is neither, the root no key or an option unknown.
 * @see https://flax-linen.readthedocs.io/en/latest/guides/flax_fundamentals/rng_guide.html
 * @example
 * ```ts
 * import { foldPath } from '@nn/random/flax'
 * import { key, keyData } from '@nn/random/jax'
 * const kernel = foldPath(key(42), ['layers_0', 1])
 * keyData(kernel).length // => 2
 * foldPath(key(42), ['layers', '_0', 1]) // => kernel
 * ```
 */
export function foldPath(
  root: JaxKey,
  path: readonly (string | number)[],
  options?: FoldPathOptions,
): JaxKey {
  const where = 'flax.foldPath'
  checkKey(where, root)
  checkOptions(where, options, OPTIONS)
  const separator = flag(where, 'separator', options?.separator ?? false)
  if (!Array.isArray(path)) throw new TypeError(message(where, 'a list of names and counts', show(path)))
  const bytes = path.flatMap((item) => (separator ? [0, ...bytesOf(item)] : bytesOf(item)))
  return foldIn(root, sha1(bytes)[0]!)
}
