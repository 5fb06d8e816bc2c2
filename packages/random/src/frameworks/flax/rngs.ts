import { checkOptions, isPlain, message, type OptionNames, show, showNames } from '@nn/check'
import { jaxRngOf } from '../jax/jax-rng.ts'
import type { JaxKey, KeyOptions } from '../jax/key.ts'
import type { KeyRng } from '../jax/key-rng.ts'

/** The streams of `flax.nnx.Rngs` by name. */
export interface Rngs {
  /** The stream of a name; a name that was not given has the default stream and shares its counter. */
  stream(name?: string): KeyRng
  /** The same streams, which go on from where they stand on their own. */
  clone(): Rngs
}

const OPTIONS: OptionNames<KeyOptions> = { partitionable: true, x64: true }

/** What `flax.nnx.Rngs` is seeded by: seeds by stream name, or one seed for the default stream. */
export type RngsSeeds = number | bigint | Readonly<Record<string, number | bigint | JaxKey>>

/**
 * `flax.nnx.Rngs(default, **named)`: the n-th draw of a stream, n = 0, 1, …, uses `fold_in(key(seed), n)`. A model has one set:
 * the order in which its layers are made decides which weights they get.
 *
 * @throws TypeError or RangeError if a seed is not what `key` takes; RangeError when a stream is asked for that was not given and
 * there is no default.
 * @see https://flax.readthedocs.io/en/latest/guides/randomness.html
 * @example
 * ```ts
 * import { createRngs } from '@nn/random/flax'
 * const rngs = createRngs({ default: 1, params: 42 })
 * rngs.stream('params').nextKey().words // => [1832780943, 270669613]
 * rngs.stream('other') === rngs.stream() // => true
 * createRngs({ params: 0 }).stream('dropout') // throws /no stream "dropout" and no default/
 * ```
 */
export function createRngs(seeds: RngsSeeds, options?: KeyOptions): Rngs {
  checkOptions('createRngs', options, OPTIONS)
  const named = typeof seeds === 'number' || typeof seeds === 'bigint' ? { default: seeds } : seeds
  if (!isPlain(named))
    throw new TypeError(
      message('createRngs', 'a seed or seeds by stream name', show(seeds), 'try createRngs(42)'),
    )
  const streams = new Map(
    Object.entries(named).map(([name, seed]) => [
      name,
      jaxRngOf('createRngs', seed, typeof seed === 'object' ? undefined : options),
    ]),
  )
  return rngsOf(streams)
}

function rngsOf(streams: ReadonlyMap<string, KeyRng>): Rngs {
  return {
    stream(name = 'default') {
      const stream = streams.get(name) ?? streams.get('default')
      if (stream) return stream
      const known = showNames([...streams.keys()].map(show))
      const got = `no stream ${show(name)} and no default`
      throw new RangeError(message('rngs.stream', `one of ${known}`, got, 'add default: seed'))
    },
    clone: () => rngsOf(new Map([...streams].map(([name, stream]) => [name, stream.clone()]))),
  }
}
