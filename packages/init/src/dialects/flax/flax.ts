import { flag, message, type OptionNames, oneOf, show } from '@nn/check'
import { createRngs, foldPath } from '@nn/random/flax'
import { createJaxRng, type JaxKey, type KeyRng, key } from '@nn/random/jax'
import { lecunTruncatedNormal } from '../../distributions/lecun.ts'
import type { Initializer } from '../../initializer/initializer.ts'
import { sizeOf } from '../../math/size-of.ts'
import { constant } from '../../structured/constant.ts'
import { adaptLayers } from '../adapt-layers.ts'
import { type Builder, builder } from '../build/build.ts'
import { byLayers } from '../by-layers.ts'
import { COMMON, type CommonName } from '../common.ts'
import { isConnection, isSlope, isTable } from '../declared.ts'
import type { Dialect, DialectLayer, DialectParameter } from '../dialect.ts'
import { accent, type KeyDraws, variance } from '../jax/accent.ts'
import { checkKey, drawsOf, type JaxKeyOption, type JaxKeyOptions, KEY, keyRules } from '../jax/jax.ts'
import { layerDefault } from '../layer-default.ts'
import { refuseLayer, refusePadding } from '../refuse.ts'
import { checkSession } from '../session.ts'
import { spoken, translate } from '../translate.ts'
import { type Vocabulary, vocabulary } from '../vocabulary.ts'

/** The seed, and which of Flax's two interfaces. */
export interface FlaxDialectOptions extends JaxKeyOptions {
  /** Of `model.init(jax.random.key(seed), x)`, or of `nnx.Rngs(seed)`. */
  readonly seed: number | bigint
  /** `'linen'` (default): keys by path; `'nnx'`: one counter for the whole model. */
  readonly api?: 'linen' | 'nnx'
  /** linen's names of the modules on the way to a layer. Default: those of `nn.Sequential`, `'2'` as `layers_2`. */
  readonly scope?: (path: string) => readonly string[]
  /** `flax_fix_rng_separator` of linen. Default false. */
  readonly separator?: boolean
}

const OPTIONS: OptionNames<FlaxDialectOptions> = {
  seed: true,
  api: true,
  scope: true,
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

/** How the parameters of a model get their keys. */
type KeyOf = (layer: DialectLayer, parameter: DialectParameter) => JaxKey

/** The names of `nn.Sequential`: its layers' are numbers, a container's own are kept. */
function sequentialScope(path: string): readonly string[] {
  if (path === '') return []
  return path.split('.').map((name) => (/^\d+$/.test(name) ? `layers_${name}` : name))
}

/**
 * Flax: `net.initialize({ dialect: flax({ seed: 42 }) })` gives the parameters of `model.init(jax.random.key(42), x)` of the same
 * linen model, whose keys come from the modules' names, or, with `api: 'nnx'`, those of a model made with `nnx.Rngs(42)`,
 * whose keys are counted: `lecun_normal` kernels drawn as (…, in, out), which are cut at two standard deviations, embeddings
 * N(0, 1/units), zeros for biases. Kernels of transposed convolutions, which Flax does not flip, are flipped. Names and laws of the
 * initializers are ours, as in `jax`. Bits are those of XLA's CPU backend, but for `orthogonal`: within 10⁻⁶.
 *
 * @throws TypeError or RangeError if the seed is none; when applied, RangeError for recurrent layers and attention, whose
 * parameters Flax cuts otherwise.
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
  checkSession('flax', options, OPTIONS, '{ seed: 42 }')
  const { seed, api = 'linen', scope = sequentialScope, separator = false, jit = false, ...rules } = options
  oneOf('flax', 'api', api, ['linen', 'nnx'])
  flag('flax', 'separator', separator)
  flag('flax', 'jit', jit)
  if (typeof scope !== 'function') throw new TypeError(message('flax', 'scope to be a function', show(scope)))
  const keys = keyRules('flax', rules)
  if (api === 'nnx') return withKeys(createRngs(seed, keys).stream(), jit, nextKeys)
  const root = key(seed, keys)
  return withKeys(createJaxRng(root), jit, () => (layer, parameter) => {
    const number = layer.parameters.indexOf(parameter) + 1
    return foldPath(root, [...scope(layer.path), number], { separator })
  })
}

/** nnx: each parameter takes the next key, also where its initializer needs none. */
function nextKeys(rng: KeyRng): KeyOf {
  return () => rng.nextKey()
}

/** nnx gives dropouts a stream, too; how they count in one model's counter is not known here. */
function refuseDropout({ path }: DialectLayer): never {
  const expected = `${path}: expected no layer that draws in a model of nnx, got one`
  throw new RangeError(`${expected}; initialise it without dropout, or take api 'linen'`)
}

/** linen draws when a model is given its first input, whatever was constructed before. */
function refuseBuild(): never {
  const cure = "take initialize({ dialect }), or api 'nnx'"
  throw new TypeError(message('flax.build', "api 'nnx', whose constructors draw", "'linen'", cure))
}

function withKeys(first: KeyRng, jit: boolean, keysFrom: (rng: KeyRng) => KeyOf): FlaxDialect {
  let rng = first
  const isCounted = keysFrom === nextKeys
  const speech = accent('flax', jit)
  const bind = (init: Initializer, { key }: JaxKeyOption): Initializer => {
    checkKey('flax', key)
    settle()
    return spoken(speech, init, () => drawsOf(key ?? rng.nextKey()))
  }
  const layers = byLayers({
    name: 'flax',
    isSequential: false,
    adapt: (layers) => {
      const keyOf = keysFrom(rng)
      const keys = new Map<DialectParameter, JaxKey>()
      for (const layer of layers) {
        for (const parameter of layer.parameters) keys.set(parameter, keyOf(layer, parameter))
      }
      const keyFor = (parameter: DialectParameter): JaxKey => keys.get(parameter) ?? rng.nextKey()
      const drawsFor = (parameter: DialectParameter): KeyDraws => drawsOf(keyFor(parameter))
      const own = (init: Initializer, parameter: DialectParameter): Initializer | undefined =>
        translate(speech, init, () => drawsFor(parameter))
      return adaptLayers(layers, {
        translate: own,
        rngOf: (parameter) => () => createJaxRng(keyFor(parameter)),
        ...(isCounted ? { seedLayer: refuseDropout } : {}),
        defaultOf: (parameter, layer) => {
          refuseSeveral(layer)
          if (isConnection(parameter, layer)) return own(lecunTruncatedNormal(), parameter)
          if (!isTable(parameter, layer)) return isSlope(parameter, layer) ? constant(0.01) : undefined
          refusePadding('Flax', parameter, layer)
          return table(drawsFor(parameter), speech)
        },
      })
    },
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
    build: isCounted ? build : refuseBuild,
    get rng() {
      settle()
      return rng
    },
    ...vocabulary<CommonName, JaxKeyOption>(COMMON, bind, KEY),
    fork: () => {
      settle()
      return withKeys(rng.clone(), jit, keysFrom)
    },
  }
}

/** `default_embed_init`: `variance_scaling(1, 'fan_in', 'normal', out_axis=0)`, where in and out are the axis of rows. */
function table(draws: KeyDraws, speech: ReturnType<typeof accent>): Initializer {
  return layerDefault(speech, {
    config: { name: 'flax.embedding' },
    streamOf: () => draws,
    drawOf: (shape, round) => {
      const [rows = 0] = shape
      const fanIn = rows * (sizeOf(shape) / rows / rows)
      return variance(1, 'fanIn', 'normal', { fans: { fanIn, fanOut: fanIn }, round })
    },
  })
}

/** Throws for a layer of several weights, which in Flax are layers of their own, with other names and another order. */
function refuseSeveral(layer: DialectLayer): void {
  const weights = layer.parameters.filter((parameter) => isConnection(parameter, layer))
  const several = weights.find(({ axes }) => axes?.blocks !== undefined) ?? weights[1]
  if (several !== undefined) refuseLayer('Flax', several, 'several weights in one layer')
}
