import { flag, isPlain, message, type OptionNames, oneOf, show } from '@nn/check'
import { createRngs, type RngsSeeds } from '@nn/random/flax'
import { type KeyRng, key } from '@nn/random/jax'
import type { Initializer } from '../../initializer/initializer.ts'
import { type Builder, builder } from '../build/build.ts'
import { byLayers } from '../by-layers.ts'
import { COMMON, type CommonName } from '../common.ts'
import type { Dialect } from '../dialect.ts'
import { accent } from '../jax/accent.ts'
import { checkKey, type JaxKeyOption, type JaxKeyOptions, KEY, keyDraws, keyRules } from '../jax/jax.ts'
import { checkSession } from '../session.ts'
import { spoken } from '../translate.ts'
import { type Vocabulary, vocabulary } from '../vocabulary.ts'
import { adaptFlax } from './adapt.ts'
import { countedKeys, type Keys, namedKeys, type Scope } from './keys.ts'
import type { Interface } from './parts.ts'

/** The seed, and which of Flax's two interfaces. */
export interface FlaxDialectOptions extends JaxKeyOptions {
  /** Of `model.init(jax.random.key(seed), x)`, or of `nnx.Rngs(seed)`; in nnx also seeds by the names of streams, as `{ params: 42, dropout: 1 }`. */
  readonly seed: RngsSeeds
  /** `'linen'` (default): keys by path; `'nnx'`: one counter for the whole model. */
  readonly api?: 'linen' | 'nnx'
  /**
   * linen's names of the modules on the way to a layer; of a recurrent one to its cell, in each direction if it has two. Default: those of
   * `nn.Sequential`, `'2'` as `layers_2`, and of `nn.RNN` and `nn.Bidirectional` below it.
   */
  readonly scope?: Scope
  /** nnx's class of LSTMs. Default `'LSTMCell'`; linen's two have equal parameters. */
  readonly lstm?: 'LSTMCell' | 'OptimizedLSTMCell'
  /** `flax_fix_rng_separator` of linen. Default false. */
  readonly separator?: boolean
}

const OPTIONS: OptionNames<FlaxDialectOptions> = {
  seed: true,
  api: true,
  scope: true,
  lstm: true,
  separator: true,
  jit: true,
  partitionable: true,
  x64: true,
}

/** A Flax session: the keys of parameters, and `flax.linen.initializers` under our names. */
export interface FlaxDialect extends Dialect, Builder, Vocabulary<CommonName, JaxKeyOption> {
  /** Where initializers that are called by hand take their keys from: `fold_in(key, n)`, n = 0, 1, …; nnx's own stream. */
  readonly rng: KeyRng
  fork(): FlaxDialect
}

/**
 * Flax: `net.initialize({ dialect: flax({ seed: 42 }) })` gives the parameters of `model.init(jax.random.key(42), x)` of the same
 * linen model, whose keys come from the modules' names, or, with `api: 'nnx'`, those of a model made with `nnx.Rngs(42)`,
 * whose keys are counted: `lecun_normal` kernels drawn as (…, in, out), which are cut at two standard deviations, embeddings
 * N(0, 1/units), zeros for biases, `orthogonal` kernels for the state of recurrent cells. Each gate is drawn as the kernel that Flax has
 * for it, each projection of an attention as that of `MultiHeadDotProductAttention`; in nnx a dropout takes a key. Kernels of transposed
 * convolutions, which Flax does not flip, are flipped. Names and laws of the initializers are ours, as in `jax`. Bits are those of XLA's
 * CPU backend, but for `orthogonal`: within 4 · 10⁻⁶.
 *
 * @throws TypeError or RangeError if the seed is none; when applied, RangeError for what Flax has not: a projection of an LSTM's state, keys
 * that an attention learns, padding rows, in linen several recurrent layers in one or two layers with equal names.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { flax } from '@nn/init/flax'
 * import { Dense } from '@nn/layers'
 * const layer = new Dense(1, { inUnits: 3 })
 * layer.initialize({ dialect: flax({ seed: 1 }), backend: cpu }) // nn.Dense(1).init(jax.random.key(1), x)
 * layer.weight.data.toNested() // => [[0.9567543864250183, 0.19276607036590576, 0.9741959571838379]]
 * ```
 */
export function flax(options: FlaxDialectOptions): FlaxDialect {
  // Seeds by the names of streams are checked one by one.
  const one = isPlain(options) && isPlain(options.seed) ? { ...options, seed: 0 } : options
  checkSession('flax', one, OPTIONS, '{ seed: 42 }')
  const { seed, api = 'linen', scope, lstm = 'LSTMCell', separator = false, jit = false, ...rules } = options
  oneOf('flax', 'api', api, ['linen', 'nnx'])
  oneOf('flax', 'lstm', lstm, ['LSTMCell', 'OptimizedLSTMCell'])
  flag('flax', 'separator', separator)
  flag('flax', 'jit', jit)
  if (scope !== undefined && typeof scope !== 'function') {
    throw new TypeError(message('flax', 'scope to be a function', show(scope)))
  }
  const keyOptions = keyRules('flax', rules)
  if (api === 'nnx') return inSession(countedKeys(createRngs(seed, keyOptions)), { api, lstm }, jit)
  if (typeof seed === 'object') {
    const cure = "take api 'nnx' for several streams"
    throw new TypeError(message('flax', 'one seed', show(seed), cure))
  }
  return inSession(namedKeys(key(seed, keyOptions), scope, separator), { api, lstm }, jit)
}

/** linen draws when a model is given its first input, whatever was constructed before. */
function refuseBuild(): never {
  const cure = "take initialize({ dialect }), or api 'nnx'"
  throw new TypeError(message('flax.build', "api 'nnx', whose constructors draw", "'linen'", cure))
}

function inSession(first: Keys, flax: Interface, jit: boolean): FlaxDialect {
  let keys = first
  const speech = accent('flax', jit)
  const bind = (init: Initializer, { key }: JaxKeyOption): Initializer => {
    checkKey('flax', key)
    settle()
    return spoken(speech, init, (request) => keyDraws(key, keys.rng, request))
  }
  const layers = byLayers({
    name: 'flax',
    isSequential: false,
    adapt: (layers) => adaptFlax(layers, { keys, flax, speech }),
  })
  const { build, settle } = builder({
    dialect: layers,
    copiesLayers: false,
    save: () => {
      const saved = keys.clone()
      return () => {
        keys = saved
      }
    },
  })
  return {
    ...layers,
    build: flax.api === 'nnx' ? build : refuseBuild,
    get rng() {
      settle()
      return keys.rng
    },
    ...vocabulary<CommonName, JaxKeyOption>(COMMON, bind, KEY),
    fork: () => {
      settle()
      return inSession(keys.clone(), flax, jit)
    },
  }
}
