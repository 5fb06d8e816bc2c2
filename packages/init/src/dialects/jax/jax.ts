import { flag, isPlain, message, type OptionNames, show } from '@nn/check'
import type { Rng } from '@nn/random'
import {
  createJaxRng,
  createKeyRng,
  type JaxKey,
  type KeyOptions,
  type KeyRng,
  normal as keyNormal,
  truncatedNormal as keyTruncatedNormal,
  uniform as keyUniform,
} from '@nn/random/jax'
import type { Initializer } from '../../initializer/initializer.ts'
import type { InitRequest } from '../../initializer/request.ts'
import { adaptLayers } from '../adapt-layers.ts'
import { byLayers } from '../by-layers.ts'
import { COMMON, type CommonName } from '../common.ts'
import type { Dialect } from '../dialect.ts'
import { refuseDefault } from '../refuse.ts'
import { checkSession } from '../session.ts'
import { spoken, translate } from '../translate.ts'
import { type Vocabulary, vocabulary } from '../vocabulary.ts'
import { accent, type KeyDraws } from './accent.ts'

/** How keys are made, and whether initializers run compiled. */
export interface JaxKeyOptions extends KeyOptions {
  /** Whether each initializer runs under `jax.jit`, where a normal law's factor is one constant with √2. Default false. */
  readonly jit?: boolean
}

/** The seed of the key. */
export interface JaxDialectOptions extends JaxKeyOptions {
  /** What `jax.random.key` takes. */
  readonly seed: number | bigint
}

const OPTIONS: OptionNames<JaxDialectOptions> = { seed: true, jit: true, partitionable: true, x64: true }

/** The key of an initializer. */
export interface JaxKeyOption {
  /** As `init(key, shape)` is called in JAX. Left out, each call folds the next number into the dialect's key. */
  readonly key?: JaxKey
}

/** @internal */
export const KEY: OptionNames<JaxKeyOption> = { key: true }

/** A JAX session: a key, and `jax.nn.initializers` under our names. */
export interface JaxDialect extends Dialect, Vocabulary<CommonName, JaxKeyOption> {
  /** The n-th draw takes `fold_in(key, n)`, as `jax.experimental.random.stateful_rng` and `flax.nnx.Rngs` do. */
  readonly rng: KeyRng
  fork(): JaxDialect
}

/** Draws that all take one key. */
export function drawsOf(key: JaxKey): KeyDraws {
  return {
    uniform: (out, options) => keyUniform(key, out, options),
    normal: (out, options) => keyNormal(key, out, options),
    truncatedNormal: (out, options) => keyTruncatedNormal(key, out, options),
  }
}

/** The streams that initializers of one's own were given, each the stream of a parameter's key. */
const OWN: WeakMap<Rng, KeyRng> = /* @__PURE__ */ new WeakMap()

/** What an initializer of one's own draws with: a parameter's key itself, and then what is folded into it. */
export function ownStream(key: JaxKey): KeyRng {
  const stream = createKeyRng(key)
  OWN.set(stream, stream)
  return stream
}

/**
 * What an initializer of the dialect draws with: a key that was given; within an initializer of one's own, the next key of the parameter;
 * or the session's next one.
 */
export function keyDraws(key: JaxKey | undefined, rng: KeyRng, request: InitRequest): KeyDraws {
  return drawsOf(key ?? (streamIn(request) ?? rng).nextKey())
}

function streamIn(request: InitRequest): KeyRng | undefined {
  try {
    return OWN.get(request.rng)
  } catch {
    // A request without a stream throws when it is asked for one.
    return undefined
  }
}

/** Throws unless a key, if one is given, is one. */
export function checkKey(where: string, key: unknown): void {
  if (key === undefined || (isPlain(key) && 'words' in key && Array.isArray(key.words))) return
  throw new TypeError(message(where, 'key to be one such as key(42) of @nn/random/jax', show(key)))
}

/** How keys are made, checked. */
export function keyRules(where: string, rules: KeyOptions): KeyOptions {
  flag(where, 'partitionable', rules.partitionable ?? true)
  flag(where, 'x64', rules.x64 ?? false)
  return rules
}

/**
 * JAX with `jax.random.key(seed)`: `jax.nn.initializers`, drawn as (…, in, out). Each random parameter of a network takes the next
 * `fold_in(key, n)`, n = 0, 1, …, in the order of the layers. Names and laws are ours: JAX's `glorot_normal`, which is cut at two
 * standard deviations, is `xavierTruncatedNormal`. JAX has no layers, hence no defaults for weights: give `init`, rules or
 * options, or take `flax`. Bits are those of XLA's CPU backend, but for `orthogonal`: within 4 · 10⁻⁶.
 *
 * @throws TypeError or RangeError if the seed is none, as `key` of `@nn/random/jax`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { xavierUniform } from '@nn/init'
 * import { jax } from '@nn/init/jax'
 * import { Dense } from '@nn/layers'
 * import { key } from '@nn/random/jax'
 * const dialect = jax({ seed: 0 })
 * const kernel = cpu.zeros([2, 3]) // a plain tensor is taken as JAX stores it: [in, out]
 * dialect.xavierUniform_(kernel, { key: key(0) }).at(0).toNested() // => [0.9807893037796021, 1.048516035079956, -0.3674309551715851]
 * const layer = new Dense(3, { inUnits: 2 })
 * layer.initialize({ dialect, init: xavierUniform(), backend: cpu }).rows[0]?.reason // => 'init of initialize, in jax'
 * layer.initialize({ dialect, backend: cpu, forceReinit: true }) // throws /JAX has no layers/
 * ```
 */
export function jax(options: JaxDialectOptions): JaxDialect {
  checkSession('jax', options, OPTIONS, '{ seed: 42 }')
  const { seed, jit, ...rules } = options
  return withRng(createJaxRng(seed, keyRules('jax', rules)), flag('jax', 'jit', jit ?? false))
}

function withRng(rng: KeyRng, jit: boolean): JaxDialect {
  const speech = accent('jax', jit)
  const bind = (init: Initializer, { key }: JaxKeyOption): Initializer => {
    checkKey('jax', key)
    return spoken(speech, init, (request) => keyDraws(key, rng, request))
  }
  return {
    ...byLayers({
      name: 'jax',
      isSequential: false,
      adapt: (layers) =>
        adaptLayers(layers, {
          translate: (init) => {
            if (!Object.hasOwn(COMMON, init.config.name)) return undefined
            const key = rng.nextKey()
            return translate(speech, init, () => drawsOf(key))
          },
          rngOf: () => {
            const key = rng.nextKey()
            return () => ownStream(key)
          },
          defaultOf: (parameter, layer) => refuseDefault('JAX', 'flax', parameter, layer),
        }),
    }),
    rng,
    ...vocabulary<CommonName, JaxKeyOption>(COMMON, bind, KEY),
    fork: () => withRng(rng.clone(), jit),
  }
}
