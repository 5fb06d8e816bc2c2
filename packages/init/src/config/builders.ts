import { checkOptions, isPlain, message, show } from '@nn/check'
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
import type { Initializer } from '../initializer/initializer.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
import { deltaOrthogonal, orthogonalConv } from '../orthogonal/orthogonal-conv.ts'
import { bilinear, mxnetBilinear } from '../structured/bilinear.ts'
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

/** Factories of one options object, which check it themselves. */
const FACTORIES: Readonly<Record<string, (options: never) => Initializer>> = {
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
}

/** Factories without options. */
const PLAIN: Readonly<Record<string, () => Initializer>> = {
  zeros,
  ones,
  zerO,
  nan,
  lecunUniform,
  lecunNormal,
  lecunTruncatedNormal,
  mxnetBilinear,
}

/** What factories of other arguments are written with; each checks its own. */
interface Written {
  readonly value: never
  readonly init: unknown
  readonly factor: never
  readonly keep: never
  readonly blocks: unknown
  readonly otherwise: unknown
  readonly label: unknown
  readonly fallback?: unknown
}

/** Factories of other arguments. */
const OTHERS: Readonly<Record<string, (written: Written, reader: Reader) => Initializer>> = {
  constant: ({ value }) => constant(value),
  scaled: ({ init, factor }, { read }) => scaled(read(init), factor),
  masked: ({ init, ...options }, { read }) => masked(read(init), options),
  byBlock: ({ blocks, otherwise }, { read }) => {
    if (!isPlain(blocks)) throw new TypeError(message('byBlock', 'blocks by name', show(blocks)))
    const inits = Object.entries(blocks).map(([name, init]) => [name, read(init)] as const)
    return byBlock(Object.fromEntries(inits), read(otherwise))
  },
  fromCheckpoint: ({ label: given, fallback, ...options }, { read, checkpoints }) => {
    const label = String(given)
    const values = checkpoints[label]
    if (values === undefined) {
      const cure = `pass { checkpoints: { ${label}: values } }`
      throw new RangeError(message('fromJSON', `the values of checkpoint ${show(label)}`, 'none', cure))
    }
    const rest = fallback === undefined ? {} : { fallback: read(fallback) }
    return fromCheckpoint(values, { ...options, label, ...rest })
  },
}

/** The names of this package's own configs. */
export const OWN_NAMES: readonly string[] = /* @__PURE__ */ [FACTORIES, PLAIN, OTHERS].flatMap((table) =>
  Object.keys(table),
)

/** The initializer of one of this package's own configs; undefined if it is none of these names. */
export function build(name: string, options: object, reader: Reader): Initializer | undefined {
  // Whoever takes a member checks it.
  const written = options as Written
  if (Object.hasOwn(OTHERS, name)) return OTHERS[name]?.(written, reader)
  if (Object.hasOwn(FACTORIES, name)) return FACTORIES[name]?.(options as never)
  if (!Object.hasOwn(PLAIN, name)) return undefined
  checkOptions(name, options, {})
  return PLAIN[name]?.()
}
