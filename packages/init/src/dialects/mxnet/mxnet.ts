import type { OptionNames } from '@nn/check'
import type { Rng } from '@nn/random'
import { createMxnetRng } from '@nn/random/mxnet'
import { KAIMING, kaimingNormal, kaimingUniform } from '../../distributions/kaiming.ts'
import { lecunNormal, lecunUniform } from '../../distributions/lecun.ts'
import { MSRA_PRELU, MXNET_XAVIER, msraPrelu, mxnetXavier } from '../../distributions/mxnet-xavier.ts'
import { NORMAL, normal } from '../../distributions/normal.ts'
import { UNIFORM, uniform } from '../../distributions/uniform.ts'
import { VARIANCE_SCALING, varianceScaling } from '../../distributions/variance-scaling.ts'
import { XAVIER, xavierNormal, xavierUniform } from '../../distributions/xavier.ts'
import type { Initializer } from '../../initializer/initializer.ts'
import { bilinear, mxnetBilinear } from '../../structured/bilinear.ts'
import { zeros } from '../../structured/constant.ts'
import { adaptLayers } from '../adapt-layers.ts'
import { type Builder, builder } from '../build/build.ts'
import { byLayers } from '../by-layers.ts'
import { isConnection, isRecurrentBias, isTable } from '../declared.ts'
import type { Dialect, DialectLayer, DialectParameter } from '../dialect.ts'
import { refusePadding } from '../refuse.ts'
import { checkSession } from '../session.ts'
import { spoken, translate } from '../translate.ts'
import { type Factories, type Vocabulary, vocabulary } from '../vocabulary.ts'
import { ACCENT } from './accent.ts'

/** What MXNet has under our names. */
export type MxnetInitName =
  | 'uniform'
  | 'normal'
  | 'xavierUniform'
  | 'xavierNormal'
  | 'kaimingUniform'
  | 'kaimingNormal'
  | 'lecunUniform'
  | 'lecunNormal'
  | 'varianceScaling'
  | 'mxnetXavier'
  | 'msraPrelu'
  | 'bilinear'

const FACTORIES: Factories<MxnetInitName> = {
  uniform: [uniform, UNIFORM],
  normal: [normal, NORMAL],
  xavierUniform: [xavierUniform, XAVIER],
  xavierNormal: [xavierNormal, XAVIER],
  kaimingUniform: [kaimingUniform, KAIMING],
  kaimingNormal: [kaimingNormal, KAIMING],
  lecunUniform: [lecunUniform, {}],
  lecunNormal: [lecunNormal, {}],
  varianceScaling: [varianceScaling, VARIANCE_SCALING],
  mxnetXavier: [mxnetXavier, MXNET_XAVIER],
  msraPrelu: [msraPrelu, MSRA_PRELU],
  bilinear: [() => bilinear(), {}],
}

/** The seed, or a stream that is there already. */
export type MxnetDialectOptions = { readonly seed: number | bigint } | { readonly rng: Rng }

const OPTIONS: OptionNames<MxnetDialectOptions> = { seed: true, rng: true }

/** An MXNet session: its engines, and the classes of `mx.init` under our names. */
export interface MxnetDialect extends Dialect, Builder, Vocabulary<MxnetInitName> {
  /** The engines of `mx.nd.random`, which all draws move on. */
  readonly rng: Rng
  fork(): MxnetDialect
}

/** Gluon's default of a weight, `Uniform(0.07)`. */
const SCALE = 0.07

/**
 * MXNet after `mx.random.seed(seed)`, on a CPU under Linux: `net.initialize({ dialect: mxnet({ seed: 42 }) })` is Gluon's
 * `net.initialize()`: weights `Uniform(0.07)`, biases zeros, in the order of the parameters; `init` there is its `init`. Layers whose
 * shapes wait for an input draw at their first forward, as deferred parameters do. Names and laws are ours: `mxnetXavier` and
 * `msraPrelu` are `mx.init.Xavier` and `MSRAPrelu`; `bilinear` is its `Bilinear`, numbers and pairs of channels. Bits are those of its fills, outside of its NumPy mode; `Orthogonal` is not
 * reproduced.
 *
 * @throws TypeError or RangeError if the seed is none, as `createMxnetRng` of `@nn/random/mxnet`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { mxnet } from '@nn/init/mxnet'
 * import { Dense } from '@nn/layers'
 * const layer = new Dense(1, { inUnits: 2 })
 * layer.initialize({ dialect: mxnet({ seed: 42 }), backend: cpu })
 * layer.weight.data.toNested() // => [[0.04607310891151428, 0.03469689190387726]]
 * layer.bias.data.toNested() // => [0]
 * ```
 */
export function mxnet(options: MxnetDialectOptions): MxnetDialect {
  checkSession('mxnet', options, OPTIONS, '{ seed: 42 }')
  let rng = 'seed' in options ? createMxnetRng(options.seed) : options.rng
  const say = (init: Initializer): Initializer | undefined =>
    init.config.name === 'bilinear' ? mxnetBilinear() : translate(ACCENT, init, () => rng)
  const bind = (init: Initializer): Initializer => {
    settle()
    return say(init) ?? spoken(ACCENT, init, () => rng)
  }
  const defaultOf = (parameter: DialectParameter, layer: DialectLayer): Initializer | undefined => {
    const isRows = isTable(parameter, layer)
    if (isRows) refusePadding('MXNet', parameter, layer)
    if (isRows || isConnection(parameter, layer)) return bind(uniform({ low: -SCALE, high: SCALE }))
    return isRecurrentBias(parameter, layer) ? zeros() : undefined
  }
  const layers = byLayers({
    name: 'mxnet',
    isSequential: true,
    adapt: (layers) =>
      adaptLayers(layers, {
        translate: say,
        rngOf: () => () => rng,
        defaultOf,
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
    ...vocabulary<MxnetInitName>(FACTORIES, bind, {}),
    fork: () => {
      settle()
      return mxnet({ rng: rng.clone() })
    },
  }
}
