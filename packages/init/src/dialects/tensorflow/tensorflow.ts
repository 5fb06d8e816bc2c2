import type { OptionNames } from '@nn/check'
import { createStatelessRng, createTensorflowRng, type EagerRng } from '@nn/random/tensorflow'
import type { Initializer } from '../../initializer/initializer.ts'
import type { Accent } from '../accent.ts'
import { adaptLayers } from '../adapt-layers.ts'
import { type Builder, builder } from '../build/build.ts'
import { byLayers } from '../by-layers.ts'
import { COMMON, type CommonName } from '../common.ts'
import type { Dialect } from '../dialect.ts'
import { ACCENT as KERAS } from '../keras/accent.ts'
import { refuseDefault } from '../refuse.ts'
import { checkSession } from '../session.ts'
import { spoken, translate } from '../translate.ts'
import { type Vocabulary, vocabulary } from '../vocabulary.ts'

/** The seed, or a stream that is there already. */
export type TensorflowDialectOptions = { readonly seed: number } | { readonly rng: EagerRng }

const OPTIONS: OptionNames<TensorflowDialectOptions> = { seed: true, rng: true }

/** `seed=` of an initializer. */
export interface TensorflowSeedOption {
  /** An integer: equal values at each call. Left out, each call is the next op of the session. */
  readonly seed?: number | bigint
}

const SEED: OptionNames<TensorflowSeedOption> = { seed: true }

/** A TensorFlow session: its random ops, and the initializers of `tf` under our names. */
export interface TensorflowDialect extends Dialect, Builder, Vocabulary<CommonName, TensorflowSeedOption> {
  /** The ops in the order in which the program runs them. */
  readonly rng: EagerRng
  fork(): TensorflowDialect
}

/** Formulas, fans and storage are those that Keras took over. */
const ACCENT: Accent = { ...KERAS, name: 'tensorflow' }

/**
 * TensorFlow after `tf.random.set_seed(seed)`: the initializers of `tf.*_initializer` and `tf.initializers`, drawn as (…, in, out), each
 * call the next op of the program, or, with `seed`, `[seed, 0]` of its stateless ops. Names and laws are ours:
 * `tf.initializers.GlorotNormal`, which is cut at two standard deviations, is `xavierTruncatedNormal`. TensorFlow has no layers but
 * Keras's, hence no defaults for weights: give `init`, rules or options, or take `keras`. Bits are TensorFlow's, but for
 * `orthogonal`: within 4 · 10⁻⁶.
 *
 * @throws TypeError or RangeError if the seed is none, as `createTensorflowRng` of `@nn/random/tensorflow`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { normal } from '@nn/init'
 * import { tensorflow } from '@nn/init/tensorflow'
 * import { Dense } from '@nn/layers'
 * const dialect = tensorflow({ seed: 42 })
 * const layer = new Dense(1, { inUnits: 3 })
 * layer.initialize({ dialect, init: normal(), backend: cpu })
 * layer.weight.data.toNested() // => [[0.32746851444244385, -0.8426257967948914, 0.31943368911743164]]
 * layer.initialize({ dialect, backend: cpu, forceReinit: true }) // throws /TensorFlow has no layers/
 * ```
 */
export function tensorflow(options: TensorflowDialectOptions): TensorflowDialect {
  checkSession('tensorflow', options, OPTIONS, '{ seed: 42 }')
  let rng = 'seed' in options ? createTensorflowRng(options.seed) : options.rng
  const bind = (init: Initializer, { seed }: TensorflowSeedOption): Initializer => {
    settle()
    const seeded = seed === undefined ? undefined : createStatelessRng(seed)
    return spoken(ACCENT, init, () => seeded?.clone() ?? rng)
  }
  const layers = byLayers({
    name: 'tensorflow',
    isSequential: true,
    adapt: (layers) =>
      adaptLayers(layers, {
        translate: (init) => translate(ACCENT, init, () => rng),
        rngOf: () => () => rng,
        defaultOf: (parameter, layer) => refuseDefault('TensorFlow', 'keras', parameter, layer),
      }),
  })
  const { build, settle } = builder({
    dialect: layers,
    copiesLayers: false,
    save: () => {
      const saved = rng.clone()
      return () => {
        rng = saved
      }
    },
  })
  return {
    ...layers,
    build,
    get rng() {
      settle()
      return rng
    },
    ...vocabulary<CommonName, TensorflowSeedOption>(COMMON, bind, SEED),
    fork: () => {
      settle()
      return tensorflow({ rng: rng.clone() })
    },
  }
}
