import type { FanMode, InitConfig, Initializer } from '@nn/init'
import { fromJSON } from '@nn/init/config'
import { isData } from '@nn/init/layer'

type Family = 'normal' | 'truncatedNormal' | 'uniform'

/** A law of mean 0 whose variance is `scale` over a fan. */
export interface ScaledLaw {
  readonly kind: 'scaled'
  /** Of the initializer. */
  readonly name: string
  readonly family: Family
  readonly scale: number
  readonly mode: FanMode
  /** The activation that the scale is for, where it is a law of Kaiming's that names one. */
  readonly nonlinearity?: string
  /** Of leakyRelu. */
  readonly slope?: number
}

/** A normal law cut to [low, high], in standard deviations from the mean. */
export interface TruncatedLaw {
  readonly kind: 'truncatedNormal'
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
}

/** An initializer as programs say it: names that are one law, such as Xavier's and variance scaling with the mean of the fans, are one here. */
export type Law =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly std: number }
  | TruncatedLaw
  | ScaledLaw
  | { readonly kind: 'orthogonal'; readonly gain: number }
  | { readonly kind: 'identity'; readonly gain: number }
  | { readonly kind: 'dirac'; readonly gain: number }
  | { readonly kind: 'sparse'; readonly sparsity: number; readonly std: number }
  | { readonly kind: 'product'; readonly law: Law; readonly factor: number }
  /** Without a name it is a function. */
  | { readonly kind: 'other'; readonly name: string | undefined }

/** The law of an initializer, whose config has all its options. */
export function lawOf(init: Initializer): Law {
  if (!isData(init)) return { kind: 'other', name: undefined }
  const { name } = init.config
  const make = Object.hasOwn(LAWS, name) ? LAWS[name] : undefined
  return make?.(new Options(init.config), init) ?? { kind: 'other', name }
}

/** The options of a config, by their types. */
class Options {
  readonly #config: InitConfig

  constructor(config: InitConfig) {
    this.#config = config
  }

  get name(): string {
    return this.#config.name
  }

  number(name: string, otherwise: number): number {
    return this.given(name) ?? otherwise
  }

  /** A number, or undefined where it was not given. */
  given(name: string): number | undefined {
    const value = this.#config[name]
    return typeof value === 'number' ? value : undefined
  }

  word<T extends string>(name: string, words: readonly T[], otherwise: T): T {
    return words.find((word) => word === this.#config[name]) ?? otherwise
  }

  /** Of an initializer in this one. */
  config(name: string): object | undefined {
    const value = this.#config[name]
    return typeof value === 'object' && value !== null ? value : undefined
  }

  text(name: string): string {
    return String(this.#config[name])
  }
}

const FAMILIES = ['normal', 'truncatedNormal', 'uniform'] as const
const MODES = ['fanIn', 'fanOut', 'fanAvg', 'fanGeoAvg'] as const

type Make = (options: Options, init: Initializer) => Law | undefined

const LAWS: Readonly<Record<string, Make>> = {
  zeros: () => ({ kind: 'constant', value: 0 }),
  ones: () => ({ kind: 'constant', value: 1 }),
  constant: (of) => whole(of.given('value')),
  nan: () => ({ kind: 'constant', value: Number.NaN }),
  priorBias: (_, init) => whole(init.describe({ shape: [1], fans: undefined }).mean),
  uniform: (of) => ({ kind: 'uniform', low: of.number('low', 0), high: of.number('high', 1) }),
  normal: (of) => ({ kind: 'normal', mean: of.number('mean', 0), std: of.number('std', 1) }),
  truncatedNormal,
  varianceScaling: (of) => {
    if (of.given('low') !== undefined) return undefined
    const family = of.word('distribution', FAMILIES, 'normal')
    return scaled(of, family, of.number('scale', 1), of.word('mode', MODES, 'fanIn'))
  },
  xavierUniform: xavier('uniform'),
  xavierNormal: xavier('normal'),
  xavierTruncatedNormal: xavier('truncatedNormal'),
  kaimingUniform: kaiming('uniform'),
  kaimingNormal: kaiming('normal'),
  kaimingTruncatedNormal: kaiming('truncatedNormal'),
  lecunUniform: (of) => scaled(of, 'uniform', 1, 'fanIn'),
  lecunNormal: (of) => scaled(of, 'normal', 1, 'fanIn'),
  lecunTruncatedNormal: (of) => scaled(of, 'truncatedNormal', 1, 'fanIn'),
  mxnetXavier: (of) => {
    const magnitude = of.number('magnitude', 3)
    const isUniform = of.word('rndType', ['uniform', 'gaussian'], 'uniform') === 'uniform'
    if (isUniform) return scaled(of, 'uniform', magnitude / 3, mxnetMode(of))
    return scaled(of, 'normal', magnitude, mxnetMode(of))
  },
  msraPrelu: (of) => scaled(of, 'normal', 2 / (1 + of.number('slope', 0.25) ** 2), mxnetMode(of)),
  siren: (of) => {
    // U[-√(6/n)/ω, √(6/n)/ω) has the variance 2/(ω²n); the first layer's U[-1/n, 1/n) is no law of one fan.
    if (of.text('first') === 'true') return undefined
    return scaled(of, 'uniform', 2 / of.number('omega', 30) ** 2, 'fanIn')
  },
  orthogonal: (of) => ({ kind: 'orthogonal', gain: of.number('gain', 1) }),
  irnn: (of) => ({ kind: 'identity', gain: of.number('gain', 1) }),
  eye: (of) => (of.number('shift', 0) === 0 ? { kind: 'identity', gain: of.number('gain', 1) } : undefined),
  dirac: (of) => (of.number('groups', 1) === 1 ? { kind: 'dirac', gain: of.number('gain', 1) } : undefined),
  sparse: (of) => {
    if (of.text('along') === 'row') return undefined
    return { kind: 'sparse', sparsity: of.number('sparsity', 0), std: of.number('std', 0.01) }
  },
  scaled: (of) => {
    const inner = of.config('init')
    return inner && { kind: 'product', law: lawOf(fromJSON(inner)), factor: of.number('factor', 1) }
  },
}

function scaled(of: Options, family: Family, scale: number, mode: FanMode): ScaledLaw {
  return { kind: 'scaled', name: of.name, family, scale: tidy(scale), mode }
}

function whole(value: number | undefined): Law | undefined {
  return value === undefined ? undefined : { kind: 'constant', value }
}

function truncatedNormal(of: Options): Law | undefined {
  const [mean, std] = [of.number('mean', 0), of.number('std', 1)]
  const [low, high] = [of.number('low', -2), of.number('high', 2)]
  if (of.text('bounds') !== 'absolute') return { kind: 'truncatedNormal', mean, std, low, high }
  // Of one number there are no deviations to count in.
  if (std === 0) return undefined
  const [least, most] = [tidy((low - mean) / std), tidy((high - mean) / std)]
  return { kind: 'truncatedNormal', mean, std, low: least, high: most }
}

function xavier(family: Family): Make {
  return (of) => scaled(of, family, of.number('gain', 1) ** 2, 'fanAvg')
}

function kaiming(family: Family): Make {
  return (of, init) => {
    const mode = of.word('mode', MODES, 'fanIn')
    const gain = of.given('gain')
    if (gain !== undefined) return scaled(of, family, gain ** 2, mode)
    const { std = 1 } = init.describe({ shape: [1, 1], fans: { fanIn: 1, fanOut: 1 } })
    const slope = of.given('slope')
    return {
      ...scaled(of, family, std ** 2, mode),
      nonlinearity: of.text('nonlinearity'),
      ...(slope === undefined ? {} : { slope }),
    }
  }
}

function mxnetMode(of: Options): FanMode {
  const factor = of.word('factorType', ['avg', 'in', 'out'], 'avg')
  return ({ avg: 'fanAvg', in: 'fanIn', out: 'fanOut' } as const)[factor]
}

/** A number without the last digit of a double, where rounding shows: that of the square of a root, or of a sum. */
export function tidy(value: number): number {
  return Number(value.toPrecision(15))
}
