import type { RngState } from '../../stream/rng.ts'
import { foldPath } from './fold-path.ts'
import { checkKey, foldIn, type JaxKey, type KeyOptions, keyOf } from './key.ts'
import type { KeyRng } from './key-rng.ts'
import { type KeyRule, keyRngFromJSON, RuledKeyRng } from './ruled-key-rng.ts'

/** The counter folded into the key, as `jax.experimental.random.stateful_rng` does; a path is folded in first. */
const STATEFUL: KeyRule = {
  algorithm: 'jax-threefry2x32',
  keyOf(root, path, call) {
    return foldIn(path === '' ? root : foldPath(root, [path], { separator: true }), call)
  },
}

/** What no split of a key gives. */
const REST = 2 ** 32 - 1

/** The key itself for the first fill; later ones fold their numbers into another, for `fold_in(key, n)` is what `split` gives. */
const ONE: KeyRule = {
  algorithm: 'jax-threefry2x32-key',
  keyOf(root, path, call) {
    const own = path === '' ? root : foldPath(root, [path], { separator: true })
    return call === 0 ? own : foldIn(foldIn(own, REST), call)
  },
}

/**
 * The stream of a JAX key: fill n draws with `fold_in(key, n)`, n = 0, 1, …, as `jax.experimental.random.stateful_rng(seed)` and
 * the streams of `flax.nnx.Rngs` do; `split` gives what the former's `spawn` gives. JAX knows no paths: `at(path)` folds the
 * path's SHA-1 into the key. To draw with a key itself, call `uniform(key, out)` and its like.
 *
 * @param seed What `key` takes, or a key.
 * @throws TypeError or RangeError as `key` does, or for options beside a key, which has its own.
 * @see https://docs.jax.dev/en/latest/jep/28845-stateful-rng.html
 * @example
 * ```ts
 * import { createJaxRng } from '@nn/random/jax'
 * const rng = createJaxRng(42)
 * rng.uniform(new Float32Array(1)) // => new Float32Array([0.5302608013153076])
 * rng.nextKey().words // => [64467757, 2916123636]
 * rng.at('0.weight').normal(new Float32Array(8)).length // => 8
 * ```
 */
export function createJaxRng(seed: number | bigint | JaxKey, options?: KeyOptions): KeyRng {
  return jaxRngOf('createJaxRng', seed, options)
}

/**
 * The stream of one key, for code that is given a stream where JAX's is given a key: the first fill draws with the key itself, as
 * `jax.random.uniform(key, shape)`, later ones with keys that follow from it.
 *
 * @throws TypeError if the key is none.
 * @example
 * ```ts
 * import { createKeyRng, key, uniform } from '@nn/random/jax'
 * createKeyRng(key(7)).uniform(new Float32Array(3)) // => uniform(key(7), new Float32Array(3))
 * createKeyRng(7) // throws /createKeyRng: expected a key, got 7; try key\(42\)/
 * ```
 */
export function createKeyRng(key: JaxKey): KeyRng {
  checkKey('createKeyRng', key)
  return new RuledKeyRng(ONE, key)
}

/** The stream of a seed or key that another function was given. */
export function jaxRngOf(
  where: string,
  seed: number | bigint | JaxKey,
  options: KeyOptions | undefined,
): KeyRng {
  return new RuledKeyRng(STATEFUL, keyOf(where, seed, options))
}

/**
 * The stream that `rng.toJSON()` described, going on where it stood.
 *
 * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
 * @example
 * ```ts
 * import { createJaxRng, jaxRngFromJSON } from '@nn/random/jax'
 * const rng = createJaxRng(42)
 * rng.normal(new Float32Array(3))
 * const copy = jaxRngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.nextKey() // => rng.nextKey()
 * ```
 */
export function jaxRngFromJSON(state: RngState): KeyRng {
  const rule = state?.algorithm === ONE.algorithm ? ONE : STATEFUL
  return keyRngFromJSON('jaxRngFromJSON', rule, state)
}
