import type { TorchRng } from '@nn/random/torch'
import { xavierUniform } from '../../distributions/xavier.ts'
import type { Initializer } from '../../initializer/initializer.ts'
import { adaptLayers, inWords } from '../adapt-layers.ts'
import { type Builder, builder } from '../build/build.ts'
import { byLayers } from '../by-layers.ts'
import type { Dialect, DialectParameter } from '../dialect.ts'
import { fillingPadding, spoken, translate } from '../translate.ts'
import { type Vocabulary, vocabulary } from '../vocabulary.ts'
import { ACCENT } from './accent.ts'
import { withCopies } from './copies.ts'
import { defaultOf } from './defaults.ts'
import { inDrawOrder } from './draw-order.ts'
import { roundedTo } from './half.ts'
import { openSession, type TorchDialectOptions } from './options.ts'
import { checkRedrawn, inTwoPasses, isRedrawn } from './two-passes.ts'
import { FACTORIES, type TorchInitName, type TorchInitOptions } from './words.ts'

/** A PyTorch session: its generator, and the functions of `torch.nn.init` under our names. */
export interface TorchDialect extends Dialect, Builder, Vocabulary<TorchInitName, object, TorchInitOptions> {
  /** The generator, which all draws move on: `dialect.rng.uniform(x)` is `torch.rand`. */
  readonly rng: TorchRng
  fork(): TorchDialect
}

/**
 * PyTorch after `torch.manual_seed(seed)`, on a CPU: `net.initialize({ dialect: torch({ seed: 42 }) })` gives the weights of the same
 * network built there, layer by layer, weights before biases; layers whose shapes wait for an input draw at their first forward,
 * as lazy modules do. `dialect.xavierUniform_(layer.weight)` is `nn.init.xavier_uniform_(layer.weight)`, and goes on in the same
 * sequence. Fans are PyTorch's (the second axis and the first, times the kernel, whatever groups and transposition say), gains
 * those of `calculateGain`. Bits are PyTorch's, but for `orthogonal`, whose QR is LAPACK's there: within 4 · 10⁻⁶.
 *
 * @throws TypeError or RangeError if the seed is none or an option is unknown, as `createTorchRng` of `@nn/random/torch`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { torch } from '@nn/init/torch'
 * import { Dense } from '@nn/layers'
 * const dialect = torch({ seed: 0 }) // torch.manual_seed(0)
 * const layer = new Dense(2, { inUnits: 3 })
 * layer.initialize({ dialect, backend: cpu }) // nn.Linear(3, 2)
 * layer.weight.data.at(0).toNested() // => [-0.004322517663240433, 0.3097158372402191, -0.4751853346824646]
 * layer.bias.data.toNested() // => [-0.011439144611358643, 0.45777493715286255]
 * dialect.kaimingNormal_(layer.weight) === layer.weight // => true
 * ```
 */
export function torch(options: TorchDialectOptions): TorchDialect {
  const { rng, dtype, drawing } = openSession(options)
  const held = (init: Initializer): Initializer => (dtype === undefined ? init : roundedTo(dtype, init))
  const bind = (init: Initializer): Initializer => {
    settle()
    return held(spoken(ACCENT, init, () => drawing))
  }
  const words = {
    translate: (init: Initializer) => translate(ACCENT, init, () => drawing),
    rngOf: () => () => drawing,
  }
  const layers = byLayers({
    name: 'torch',
    isSequential: true,
    checkWaiting: checkRedrawn,
    adapt: (layers) => {
      const { layers: ordered, outputs } = inDrawOrder(layers)
      const built = adaptLayers(ordered, {
        ...words,
        fillsPadding: true,
        wantedOf: (parameter) => (isRedrawn(parameter) ? undefined : parameter.wanted),
        defaultOf: (parameter, layer, shapeOf) =>
          defaultOf(parameter, layer, { shapeOf, streamOf: () => drawing, isOutput: outputs.has(layer) }),
      })
      const drawn = new Map([...built].map(([parameter, init]) => [parameter, held(init)]))
      return inTwoPasses(ordered, {
        built: withCopies(ordered, drawn),
        redraw: (parameter) => held(fillingPadding(inWords(parameter.wanted, parameter, words))),
        reset: new Map(
          layers
            .flatMap(({ transformer, parameters }) => (transformer === undefined ? [] : parameters))
            .filter((parameter) => isReset(parameter))
            .map((parameter) => [parameter, held(inWords(RESET, parameter, words))]),
        ),
      })
    },
  })
  const { build, settle } = builder({
    dialect: layers,
    copiesLayers: true,
    resetOf: ({ kind }) => (kind === 'transformer' ? RESET : undefined),
    save: () => {
      const state = rng.getState()
      return () => rng.setState(state)
    },
  })
  return {
    ...layers,
    build,
    get rng() {
      settle()
      return rng
    },
    ...vocabulary<TorchInitName, object, TorchInitOptions>(FACTORIES, bind, {}, overwriting),
    fork: () => {
      settle()
      return torch({ rng: rng.clone(), ...(dtype && { dtype }) })
    },
  }
}

/** What `nn.Transformer` draws its matrices by once it is built. */
const RESET: Initializer = /* @__PURE__ */ xavierUniform()

/** Whether a parameter of a transformer is drawn again once that is built: not one that has an initializer of its own. */
function isReset({ shape, source }: DialectParameter): boolean {
  return shape.length > 1 && source !== 'option'
}

/** A function of `torch.nn.init` in place: its fans are those of the shape, whatever the parameter declares. */
function overwriting(init: Initializer): Initializer {
  return fillingPadding(
    init,
    init.needs.filter((need) => need !== 'fans'),
  )
}
