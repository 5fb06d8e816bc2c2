import { message, type OptionNames, show } from '@nn/check'
import {
  createKerasRng,
  createKerasSession,
  type KerasBackend,
  type KerasRng,
  type KerasSession,
  tensorflowBackend,
} from '@nn/random/keras'
import { type Initializer, isData } from '../../initializer/initializer.ts'
import { isStream } from '../../initializer/request.ts'
import { adaptLayers } from '../adapt-layers.ts'
import { type Builder, builder } from '../build/build.ts'
import { byLayers } from '../by-layers.ts'
import { COMMON, type CommonName } from '../common.ts'
import type { Dialect } from '../dialect.ts'
import { checkSession } from '../session.ts'
import { spoken } from '../translate.ts'
import { type Vocabulary, vocabulary } from '../vocabulary.ts'
import { ACCENT } from './accent.ts'
import { defaultOf } from './defaults.ts'
import { identity } from './identity.ts'
import { inOrder } from './order.ts'
import { kerasLayers, ofKeras } from './pieces.ts'
import { clonesInits, takingSeeds } from './seeds.ts'

/** The seed of the session, and where Keras runs. */
export interface KerasDialectOptions {
  /** As `keras.utils.set_random_seed` takes it: an integer of [0, 2³²). */
  readonly seed: number
  /** Where Keras runs: `'tensorflow'`, which is the default, or `jaxBackend`, `torchBackend` or `numpyBackend` of `@nn/random/keras`. */
  readonly backend?: KerasBackend | 'tensorflow' | undefined
}

const OPTIONS: OptionNames<KerasDialectOptions> = { seed: true, backend: true }

/** Those that a program imports, so that no other has them, by Keras's names. */
const BACKENDS: ReadonlyMap<unknown, string> = /* @__PURE__ */ new Map<unknown, string>([
  ['jax', 'jaxBackend'],
  ['torch', 'torchBackend'],
  ['numpy', 'numpyBackend'],
])

/** `seed=` of an initializer. */
export interface KerasSeedOption {
  /**
   * An integer: equal values at each call, as in Keras. A stream (`SeedGenerator`): new ones. Left out, the initializer takes the next
   * integer of the session when it is made.
   */
  readonly seed?: number | bigint | KerasRng
}

const SEED: OptionNames<KerasSeedOption> = { seed: true }

/** A Keras session: Python's generator, which gives each initializer its seed, and `keras.initializers` under our names. */
export interface KerasDialect extends Dialect, Builder, Vocabulary<CommonName, KerasSeedOption> {
  /** Seeds, and the stream of `keras.random` without one. */
  readonly session: KerasSession
  fork(): KerasDialect
}

/**
 * Keras 3 after `keras.utils.set_random_seed(seed)`, on any of its backends: `net.initialize({ dialect: keras({ seed: 42, backend }) })`
 * gives the weights of the same network built there: `glorot_uniform` kernels drawn as (…, in, out), `uniform` embeddings,
 * zeros for biases; each random initializer takes its seed from Python's generator in the order of the layers, as does each
 * dropout. Names and laws are ours: Keras's `glorot_normal`, which is cut at two standard deviations, is `xavierTruncatedNormal`, its
 * `he_normal` `kaimingTruncatedNormal`. Fans are Keras's. Bits are exact as far as the backend's stream is, but for
 * `orthogonal`, whose QR is the backend's there: within 4 · 10⁻⁶.
 *
 * @throws TypeError or RangeError if the seed is none.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { keras } from '@nn/init/keras'
 * import { Dense } from '@nn/layers'
 * const dialect = keras({ seed: 42 })
 * const layer = new Dense(1, { inUnits: 2 })
 * layer.initialize({ dialect, backend: cpu }) // keras.layers.Dense(1), built for two inputs
 * const again = dialect.xavierUniform({ seed: 686579304 }) // the seed that Python's generator gave
 * again.describe(layer.weight).text // => 'U[-1.41421, 1.41421)'
 * layer.plan({ dialect }).rows[0]?.law // => 'U[-1.41421, 1.41421)'
 * ```
 */
export function keras(options: KerasDialectOptions): KerasDialect {
  checkSession('keras', options, OPTIONS, '{ seed: 42 }')
  const { seed, backend = 'tensorflow' } = options
  const known = backend === 'tensorflow' ? tensorflowBackend : backend
  if (typeof known?.uniform === 'function')
    return inSession(createKerasSession(seed, { backend: known }), known)
  const expected = "backend to be 'tensorflow' or one of @nn/random/keras"
  const cure = `import { ${BACKENDS.get(backend) ?? 'jaxBackend'} } and pass it`
  throw new TypeError(message('keras', expected, show(backend), cure))
}

function inSession(first: KerasSession, backend: KerasBackend): KerasDialect {
  let session = first
  /** What one object that a build gives to several layers says. */
  let known: Map<Initializer, Initializer> | undefined
  /** What the dialect's own initializers say; of those that took the session's seeds a copy takes another. */
  const unseeded = new WeakMap<Initializer, Initializer>()
  const seeded = new WeakSet<Initializer>()
  /** With a seed of its own, or the next one of the session, taken now. */
  const bind = (init: Initializer, { seed }: KerasSeedOption = {}): Initializer => {
    settle()
    const said = spoken(ACCENT, init, streamOf(seed === undefined ? session.makeSeed() : seed, backend))
    if (seed === undefined) unseeded.set(said, init)
    else seeded.add(said)
    return said
  }
  const layers = byLayers({
    name: 'keras',
    isSequential: false,
    adapt: (layers) => {
      const made = known ?? new Map<Initializer, Initializer>()
      const adapted = adaptLayers(kerasLayers(inOrder(layers)), {
        // One object that a program gives to several layers has one seed, and gives equal values; init, rules and recipes stand for
        // names such as 'glorot_uniform', of which each layer makes an object of its own.
        translate: (init, parameter, layer) => {
          if (!Object.hasOwn(COMMON, init.config.name)) return identity(init, parameter)
          const said = parameter.source === 'option' && !clonesInits(layer) ? made.get(init) : undefined
          return said ?? bind(init)
        },
        // Python makes the objects that it hands to a constructor first.
        opening: ({ parameters }) => {
          for (const { wanted, source } of parameters) {
            if (wanted === undefined || source !== 'option' || made.has(wanted)) continue
            if (isData(wanted) && Object.hasOwn(COMMON, wanted.config.name)) made.set(wanted, bind(wanted))
          }
        },
        wantedOf: ({ wanted }, layer) => {
          const plain = wanted && clonesInits(layer) ? unseeded.get(wanted) : undefined
          return plain ?? wanted
        },
        isSpoken: (init) => unseeded.has(init) || seeded.has(init),
        rngOf: () => () => session.rng,
        defaultOf: (parameter, layer) => defaultOf(parameter, layer, bind),
        making: (parameter, layer, make) => takingSeeds(() => session.makeSeed(), parameter, layer, make),
        seedLayer: () => void session.makeSeed(),
      })
      return ofKeras(layers, adapted)
    },
  })
  const { build, settle } = builder({
    dialect: layers,
    copiesLayers: false,
    save: () => {
      const saved = session.clone()
      return () => {
        session = saved
      }
    },
  })
  return {
    ...layers,
    build: (construct, options) => {
      const outer = known
      known ??= new Map()
      try {
        return build(construct, options)
      } finally {
        known = outer
      }
    },
    get session() {
      settle()
      return session
    },
    ...vocabulary<CommonName, KerasSeedOption>(COMMON, bind, SEED),
    fork: () => {
      settle()
      return inSession(session.clone(), backend)
    },
  }
}

/** A seed's stream, from its start at each call; or the stream that was given. */
function streamOf(seed: number | bigint | KerasRng, backend: KerasBackend): () => KerasRng {
  if (typeof seed === 'object') {
    if (isStream(seed)) return () => seed
    throw new TypeError(message('keras', 'seed to be an integer or a stream', show(seed)))
  }
  createKerasRng(seed, { backend })
  return () => createKerasRng(seed, { backend })
}
