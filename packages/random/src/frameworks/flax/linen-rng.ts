import { checkOptions, flag, type OptionNames } from '@nn/check'
import type { RngState } from '../../stream/rng.ts'
import { type FoldPathOptions, foldPath } from '../jax/fold-path.ts'
import { type JaxKey, type KeyOptions, keyOf } from '../jax/key.ts'
import type { KeyRng } from '../jax/key-rng.ts'
import { type KeyRule, keyRngFromJSON, RuledKeyRng } from '../jax/ruled-key-rng.ts'

/** Options of `createLinenRng`. */
export interface LinenOptions extends KeyOptions, FoldPathOptions {}

const OPTIONS: OptionNames<LinenOptions> = { partitionable: true, x64: true, separator: true }

/** The names of the modules and the number of the draw, from 1 on, folded into the key as `Scope.make_rng` does. */
function linenRule(separator: boolean): KeyRule {
  return {
    algorithm: separator ? 'flax-linen-separator' : 'flax-linen',
    keyOf(root, path, call) {
      const names = path === '' ? [] : path.split('.')
      return foldPath(root, [...names, call + 1], { separator })
    },
  }
}

/**
 * The stream of one of linen's random collections, as in `model.init(jax.random.key(seed), x)`: `rng.at('layers_0')` is the
 * scope of that module, and its k-th fill draws with the key of its k-th `make_rng` (its k-th parameter, k = 1, 2, …).
 *
 * @param seed What `key` of `@nn/random/jax` takes, or a key.
 * @throws TypeError or RangeError as `key` does, or for its options beside a key, which has its own.
 * @see https://flax-linen.readthedocs.io/en/latest/guides/flax_fundamentals/rng_guide.html
 * @example
 * ```ts
 * import { createLinenRng } from '@nn/random/flax'
 * // The kernel of nn.Dense(1) on three inputs: lecun_normal, √(1/3)/0.8796… times a truncated normal.
 * const std = Math.fround(Math.fround(Math.sqrt(Math.fround(1 / 3))) / Math.fround(0.87962566103423978))
 * createLinenRng(1).truncatedNormal(new Float32Array(3), { std }) // => new Float32Array([0.9567543864250183, 0.19276607036590576, 0.9741959571838379])
 * ```
 */
export function createLinenRng(seed: number | bigint | JaxKey, options?: LinenOptions): KeyRng {
  const where = 'createLinenRng'
  checkOptions(where, options, OPTIONS)
  const { separator = false, ...keyOptions } = options ?? {}
  return new RuledKeyRng(linenRule(flag(where, 'separator', separator)), keyOf(where, seed, keyOptions))
}

/**
 * The stream that `rng.toJSON()` described, going on where it stood.
 *
 * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
 * @example
 * ```ts
 * import { createLinenRng, linenRngFromJSON } from '@nn/random/flax'
 * const rng = createLinenRng(42).at('Dense_0')
 * linenRngFromJSON(JSON.parse(JSON.stringify(rng))).nextKey() // => rng.nextKey()
 * ```
 */
export function linenRngFromJSON(state: RngState): KeyRng {
  const separator = state?.algorithm === linenRule(true).algorithm
  return keyRngFromJSON('linenRngFromJSON', linenRule(separator), state)
}
