import { activationOf } from '../activations/activations.ts'
import { exp } from '../exact/exp.ts'
import { square } from '../exact/powers.ts'
import { histogram, rangeOf } from '../measure/histogram.ts'
import { moments } from '../measure/moments.ts'
import type { LabNetwork, Stage } from '../networks/network.ts'
import type { Started } from '../networks/start-network.ts'
import { stepsOf } from '../networks/steps.ts'
import { plainLayers } from '../plain/plain-layers.ts'
import { startedOf } from '../signal/shared.ts'
import type { LabState } from '../state/state.ts'
import { slopeSquare } from '../theory/expectation.ts'
import { forwardRecursion } from '../theory/recursion.ts'
import { flatShare } from '../theory/share.ts'
import type { Compute, Curve, SaturationData } from './picture.ts'

const BINS = 60
const POINTS = 241
/** Slopes below this share of the largest are flat. */
const FLAT = 0.1

/** Pre-activations of one layer, with what the activation and its slope are over them. */
export const saturation: Compute<SaturationData> = async (state) => {
  const started = await startedWithActivations(state)
  const { network, input } = started
  const index = stageIndex(network.stages, state.parameter)
  const values = preActivations(started, index)
  const measured = moments(values)
  const range = rangeOf(measured)
  const of = activationOf(state.activation)
  const limit = FLAT * of.largestSlope
  const variance = variancePredicted(network, index, square(moments(input.toArray()).rms))
  const slopes = Float64Array.from(values, of.slope)
  const curve = (f: (x: number) => number): Curve =>
    Array.from({ length: POINTS }, (_, i) => {
      const x = range.low + (i / (POINTS - 1)) * (range.high - range.low)
      return [x, f(x)] as const
    })
  return {
    layer: network.stages[index]?.layer ?? 1,
    histogram: histogram(values, { ...range, bins: BINS }),
    density: variance === undefined || !(variance > 0) ? [] : curve((x) => density(x, variance)),
    activation: curve(of.phi),
    slope: curve(of.slope),
    saturated: {
      measured: slopes.reduce((count, slope) => count + (Math.abs(slope) < limit ? 1 : 0), 0) / values.length,
      predicted: variance === undefined ? undefined : flatShare(of, limit, variance),
    },
    slopeSquare: {
      measured: square(moments(slopes).rms),
      predicted: variance === undefined ? undefined : slopeSquare(of, variance),
    },
  }
}

/** The state's network, or, where no layer of it ends in an activation, plain layers of its depth and width. */
async function startedWithActivations(state: LabState): Promise<Started> {
  const started = await startedOf(state)
  if (started.network.stages.some(({ before }) => before !== undefined)) return started
  return startedOf(await plainLayers(state, { ...state, data: 'normal' }))
}

/** The layer of the chosen parameter, or the last one, with an activation. */
function stageIndex(stages: readonly Stage[], parameter: string): number {
  const chosen = stages.findIndex(
    ({ path, before }) => before !== undefined && parameter.startsWith(`${path}.`),
  )
  return chosen >= 0 ? chosen : stages.findLastIndex(({ before }) => before !== undefined)
}

function preActivations({ network, input }: Started, index: number): Float64Array {
  let x = input
  for (const { run } of network.stages.slice(0, index)) x = run(x)
  const before = network.stages[index]?.before
  return Float64Array.from(before === undefined ? [] : before(x).toArray(), Number)
}

/** E z² of a stage's pre-activations, by theory; undefined where it says nothing. */
function variancePredicted(network: LabNetwork, index: number, square: number): number | undefined {
  const stages = stepsOf(network).slice(0, index + 1)
  if (stages.some((steps) => steps === undefined)) return undefined
  const steps = stages.flatMap((each) => each ?? [])
  // The activation is the last step.
  return forwardRecursion(steps.slice(0, -1), square).at(-1)
}

function density(x: number, variance: number): number {
  return exp((-x * x) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)
}
