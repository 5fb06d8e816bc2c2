import type { Nested } from '@nn/tensor'
import { show } from '../check/check.ts'
import { byBlock } from '../combinators/by-block.ts'
import { scaled } from '../combinators/compose.ts'
import { type Checkpoint, fromCheckpoint } from '../combinators/from-checkpoint.ts'
import { masked } from '../combinators/masked.ts'
import { kaimingNormal, kaimingTruncatedNormal, kaimingUniform } from '../distributions/kaiming.ts'
import { lecunNormal, lecunTruncatedNormal, lecunUniform } from '../distributions/lecun.ts'
import { msraPrelu, mxnetXavier } from '../distributions/mxnet-xavier.ts'
import { normal } from '../distributions/normal.ts'
import { siren } from '../distributions/siren.ts'
import { sparse } from '../distributions/sparse.ts'
import { spectral } from '../distributions/spectral.ts'
import { truncatedNormal } from '../distributions/truncated-normal.ts'
import { uniform } from '../distributions/uniform.ts'
import { varianceScaling } from '../distributions/variance-scaling.ts'
import { xavierNormal, xavierTruncatedNormal, xavierUniform } from '../distributions/xavier.ts'
import type { InitConfig, Initializer } from '../initializer/initializer.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
import { deltaOrthogonal, orthogonalConv } from '../orthogonal/orthogonal-conv.ts'
import { bilinear } from '../structured/bilinear.ts'
import { constant, ones, zeros } from '../structured/constant.ts'
import { dirac } from '../structured/dirac.ts'
import { eye } from '../structured/eye.ts'
import { hadamard, zerO } from '../structured/hadamard.ts'
import { irnn } from '../structured/irnn.ts'
import { chrono, lstmBias } from '../structured/lstm.ts'
import { nan } from '../structured/nan.ts'
import { priorBias } from '../structured/prior-bias.ts'
import { stft } from '../structured/stft.ts'

/** What a config is read with. */
export interface Reader {
  /** Reads a config inside of a config. */
  readonly read: (json: unknown) => Initializer
  readonly checkpoints: Readonly<Record<string, Checkpoint>>
}

type Options = Readonly<Record<string, unknown>>
type Build = (options: Options, reader: Reader) => Initializer

/** Factories of one options object, which check it themselves. */
const FACTORIES = {
  uniform,
  normal,
  truncatedNormal,
  varianceScaling,
  xavierUniform,
  xavierNormal,
  xavierTruncatedNormal,
  kaimingUniform,
  kaimingNormal,
  kaimingTruncatedNormal,
  orthogonal,
  deltaOrthogonal,
  orthogonalConv,
  eye,
  dirac,
  hadamard,
  bilinear,
  stft,
  sparse,
  lstmBias,
  chrono,
  irnn,
  siren,
  spectral,
  priorBias,
  mxnetXavier,
  msraPrelu,
} as Readonly<Record<string, (options: never) => Initializer>>

/** Factories without options. */
const PLAIN: Readonly<Record<string, () => Initializer>> = {
  zeros,
  ones,
  zerO,
  nan,
  lecunUniform,
  lecunNormal,
  lecunTruncatedNormal,
}

/** Factories of other arguments. */
const OTHERS: Readonly<Record<string, Build>> = {
  constant: ({ value }) => constant(value as Nested),
  scaled: ({ init, factor }, { read }) => scaled(read(init), factor as number),
  masked: ({ init, ...options }, { read }) => masked(read(init), options),
  byBlock: ({ blocks, otherwise }, { read }) => {
    const inits = Object.entries(blocks as Options).map(([name, init]) => [name, read(init)])
    return byBlock(Object.fromEntries(inits), read(otherwise))
  },
  fromCheckpoint: ({ label, fallback, ...options }, { read, checkpoints }) => {
    const values = checkpoints[String(label)]
    if (values === undefined) {
      const cure = `pass { checkpoints: { ${String(label)}: values } }`
      throw new RangeError(`fromJSON: expected the values of checkpoint ${show(label)}, got none; ${cure}`)
    }
    const given = fallback === undefined ? {} : { fallback: read(fallback) }
    return fromCheckpoint(values, { ...options, label: label as string, ...given })
  },
}

/** The names of this package's own configs. */
export const OWN_NAMES: readonly string[] = /* @__PURE__ */ [FACTORIES, PLAIN, OTHERS].flatMap((table) =>
  Object.keys(table),
)

/** The initializer of one of this package's own configs. */
export function build({ name, ...options }: InitConfig, reader: Reader): Initializer {
  if (Object.hasOwn(OTHERS, name)) return OTHERS[name]!(options, reader)
  if (Object.hasOwn(FACTORIES, name)) return FACTORIES[name]!(options as never)
  const [extra] = Object.keys(options)
  if (extra !== undefined) throw new TypeError(`${name}: expected no options, got ${show(extra)}`)
  return PLAIN[name]!()
}
