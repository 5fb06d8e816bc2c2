import { kaimingNormal, kaimingUniform } from '../distributions/kaiming.ts'
import { lecunUniform } from '../distributions/lecun.ts'
import { truncatedNormal } from '../distributions/truncated-normal.ts'
import { type FanMode, varianceScaling } from '../distributions/variance-scaling.ts'
import { xavierNormal, xavierUniform } from '../distributions/xavier.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { deltaOrthogonal } from '../orthogonal/orthogonal-conv.ts'
import { ones, zeros } from '../structured/constant.ts'
import { dirac } from '../structured/dirac.ts'
import { eye } from '../structured/eye.ts'

/** Names that are no class of Keras: PyTorch's, MMEngine's, DL4J's and others', without case and punctuation. */
const NAMES: ReadonlyMap<string, () => Initializer> = /* @__PURE__ */ new Map(
  Object.entries({
    zero: zeros,
    one: ones,
    eye,
    dirac,
    deltaorthogonal: deltaOrthogonal,
    xavier: xavierUniform,
    xavieruniform: xavierUniform,
    xaviernormal: xavierNormal,
    kaiminguniform: kaimingUniform,
    kaimingnormal: kaimingNormal,
    msra: kaimingNormal,
    truncnormal: () => truncatedNormal({ bounds: 'absolute' }),
    caffe2xavier: lecunUniform,
    sigmoiduniform: () => xavierUniform({ gain: 4 }),
  }),
)

const DL4J = /^varscaling(normal|uniform)fan(in|out|avg)$/
const FANS: Readonly<Record<string, FanMode>> = { in: 'fanIn', out: 'fanOut', avg: 'fanAvg' }

/** The names, to propose the nearest. */
export const FOREIGN_NAMES: readonly string[] = /* @__PURE__ */ [...NAMES.keys()]

/** An initializer by another library's name for it; undefined if there is none. */
export function byForeignName(given: string): Initializer | undefined {
  const name = given.replace(/[^a-z0-9]/gi, '').toLowerCase()
  const [, law, fan = ''] = DL4J.exec(name) ?? []
  const mode = FANS[fan]
  if (mode === undefined) return NAMES.get(name)?.()
  return varianceScaling({ mode, distribution: law === 'normal' ? 'normal' : 'uniform' })
}
