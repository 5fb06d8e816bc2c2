import { type ActivationEntry, activationOf } from '../activations/activations.ts'
import { startNetwork } from '../networks/start-network.ts'
import { stepsOf } from '../networks/steps.ts'
import { SUITS } from '../networks/suits.ts'
import { plainLayers } from '../plain/plain-layers.ts'
import { DEFAULT_STATE } from '../state/defaults.ts'
import type { LabState } from '../state/state.ts'
import { chi, depthScale, edgeOfChaos, fixedVariance, follow, type Law } from '../theory/mean-field.ts'
import { measureLaws, PAIR } from './chaos/measure-laws.ts'
import type { Beside, ChaosData, Compute } from './picture.ts'

const COLUMNS = 24
const ROWS = 16
/** The largest σ_w, for an activation whose largest slope is 1, and the largest σ_b. */
const WEIGHT = 3.2
const BIAS = 2
/** Layers after which numbers of some activations leave float32. */
const DEEPEST = 50

/** A map of networks of `depth` layers by the laws of their weights and biases, measured and in mean field, a row at a time from σ_b = 0 on. */
export const chaos: Compute<ChaosData> = async (state, { onPartial, onProgress, turn }) => {
  const of = activationOf(state.activation)
  const { depth, width } = SUITS[state.network].hasSize ? state : DEFAULT_STATE
  const layers = Math.min(DEEPEST, Math.max(2, depth))
  const weightStd = middles(COLUMNS, WEIGHT / of.largestSlope)
  const biasStd = middles(ROWS, BIAS)
  const chosen = await chosenPoint({ ...state, depth, width }, of)
  const rows: Row[] = []
  const data = (): ChaosData => ({
    ...{ depth: layers, weightStd, biasStd, edge: edgeOfChaos(of, BIAS), chosen },
    correlation: rows.map(({ correlation }) => correlation),
    gradient: rows.map(({ gradient }) => gradient),
    depthScale: rows.map((row) => row.depthScale),
  })
  for (const [i, bias] of biasStd.entries()) {
    await turn()
    const laws = weightStd.map((weight): Law => ({ weight: weight * weight, bias: bias * bias }))
    rows.push(rowOf(of, laws, { depth: layers, seed: state.seed }))
    onProgress?.((i + 1) / ROWS)
    if (i + 1 < ROWS) onPartial?.(data())
  }
  return data()
}

/** The middles of equal parts of [0, high]. */
function middles(count: number, high: number): number[] {
  return Array.from({ length: count }, (_, i) => ((i + 0.5) * high) / count)
}

/** What a row of the map holds. */
interface Row {
  readonly correlation: readonly Beside[]
  readonly gradient: readonly Beside[]
  readonly depthScale: readonly number[]
}

function rowOf(
  of: ActivationEntry,
  laws: readonly Law[],
  { depth, seed }: { depth: number; seed: number },
): Row {
  const measured = measureLaws(of, laws, { depth, seed })
  const points = laws.map((law, i) => {
    const arrival = follow(of, law, { depth, ...PAIR })
    const { correlation = Number.NaN, growths = [] } = measured[i] ?? {}
    return {
      correlation: { measured: correlation, predicted: arrival.correlation },
      gradient: besideGrowth(growths, arrival.growths),
      depthScale: depthScale(chi(of, law.weight, fixedVariance(of, law))),
    }
  })
  return {
    correlation: points.map(({ correlation }) => correlation),
    gradient: points.map(({ gradient }) => gradient),
    depthScale: points.map((point) => point.depthScale),
  }
}

/** log10 of the rms's factor for each layer, over those that were measured. */
function besideGrowth(measured: readonly number[], predicted: readonly number[]): Beside {
  const kept = [...measured.entries()].filter(([, growth]) => Number.isFinite(growth))
  if (kept.length === 0) return { measured: Number.NaN, predicted: undefined }
  const mean = (values: readonly number[]): number =>
    kept.reduce((sum, [i]) => sum + (values[i] ?? Number.NaN), 0) / kept.length / (2 * Math.LN10)
  return { measured: mean(measured), predicted: mean(predicted) }
}

/** Where the state's law is: NaN of a law that theory says nothing of. */
async function chosenPoint(state: LabState, of: ActivationEntry): Promise<ChaosData['chosen']> {
  // The second layer is one of those that are alike.
  const size = { depth: 2, width: state.width, data: 'normal', batch: 1 } as const
  const { network } = await startNetwork(await plainLayers(state, size))
  const step = stepsOf(network)[1]?.[0]
  if (step?.kind !== 'linear') {
    return { weightStd: Number.NaN, biasStd: Number.NaN, chi: Number.NaN, depthScale: Number.NaN }
  }
  const growth = chi(of, step.weight, fixedVariance(of, step))
  return {
    weightStd: Math.sqrt(step.weight),
    biasStd: Math.sqrt(step.bias),
    chi: growth,
    depthScale: depthScale(growth),
  }
}
