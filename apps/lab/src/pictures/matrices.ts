import type { Parameter } from '@nn/layers'
import { log10 } from '../exact/log.ts'
import { MatrixProduct } from '../matrices/matrix-product.ts'
import { moments } from '../measure/moments.ts'
import { startNetwork } from '../networks/start-network.ts'
import { lawRequestOf } from '../networks/steps.ts'
import { plainLayers } from '../plain/plain-layers.ts'
import type { LabState } from '../state/state.ts'
import { normGrowth } from '../theory/norm-growth.ts'
import type { Compute, MatricesData } from './picture.ts'

/** The book multiplies as many (section 5.4 of Dive into Deep Learning). */
const COUNT = 100
/** The largest matrices that are multiplied within a second. */
const LARGEST = 100
/** The chapter's matrices are those of its inputs. */
const CHAPTER = 4
/** Numbers of factors after which singular values are shown. */
const SPECTRA: readonly number[] = [1, 3, 10, 30, 100]

/** Products of 100 matrices that the chosen law draws for the weights of square layers: their norms and singular values. */
export const matrices: Compute<MatricesData> = async (state, { onProgress, turn }) => {
  const size = state.network === 'chapter' ? CHAPTER : Math.min(LARGEST, state.width)
  const weights = await drawMatrices(state, size)
  const growth = growthOf(weights[0], size)
  const first = log10(moments(weights[0]?.data.toArray() ?? []).rms * size)
  const product = new MatrixProduct(size)
  const norms: MatricesData['norms'][number][] = []
  const spectra: MatricesData['spectra'][number][] = []
  for (const [i, weight] of weights.entries()) {
    await turn()
    product.multiply(weight.data.toArray())
    const predicted = growth === undefined ? undefined : first + (i === 0 ? 0 : i * growth)
    norms.push({ count: i + 1, log10: { measured: product.logNorm(), predicted } })
    if (SPECTRA.includes(i + 1)) spectra.push({ count: i + 1, log10: product.logSingularValues() })
    onProgress?.((i + 1) / COUNT)
  }
  const [begin = Number.NaN, end = Number.NaN] = [norms[0], norms.at(-1)].map((norm) => norm?.log10.measured)
  const measured = isConstant(begin, end) ? begin : (end - begin) / (COUNT - 1)
  return { size, norms, spectra, growth: { measured, predicted: growth } }
}

/** Products of zeros stay what they are. */
function isConstant(begin: number, end: number): boolean {
  return begin === Number.NEGATIVE_INFINITY && end === begin
}

/** The weights of as many square layers, started as the state says. */
async function drawMatrices(state: LabState, width: number): Promise<Parameter[]> {
  const size = { depth: COUNT, width, data: 'normal', batch: 1 } as const
  const { network } = await startNetwork({ ...(await plainLayers(state, size)), activation: 'linear' })
  const parameters = network.net.parameters()
  return network.stages.slice(0, COUNT).flatMap(({ path }) => parameters.get(`${path}.weight`) ?? [])
}

/** Laws whose elements depend on each other or on their place; theory knows the first two. */
const STRUCTURED: readonly string[] = [
  ...[
    'orthogonal',
    'eye',
    'irnn',
    'hadamard',
    'zerO',
    'dirac',
    'sparse',
    'deltaOrthogonal',
    'orthogonalConv',
  ],
  ...['bilinear', 'mxnetBilinear', 'stft', 'byBlock'],
]

/** log10 of the factor that theory gives to each matrix; undefined where it says nothing. */
function growthOf(weight: Parameter | undefined, size: number): number | undefined {
  const init = weight?.choice?.init
  if (weight === undefined || init === undefined) return undefined
  const { gain } = init.config
  // A dialect's name is before its initializers.
  const name = init.config.name.replace(/^\w+\./, '')
  // Lengths stay as they are, but for the gain.
  if ((name === 'orthogonal' || name === 'eye') && typeof gain === 'number') {
    return log10(Math.abs(gain))
  }
  const { mean, std } = init.describe(lawRequestOf(weight))
  if (mean === undefined || std === undefined || STRUCTURED.includes(name)) return undefined
  const growth = normGrowth({ mean, std, size })
  return growth === undefined ? undefined : growth / Math.LN10
}
