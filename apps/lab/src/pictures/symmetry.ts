import { cpuExact } from '@nn/backend-cpu'
import { losses, mlp, spirals } from '@nn/lessons'
import type { Tensor } from '@nn/tensor'
import { startNetwork } from '../networks/start-network.ts'
import { plainLayers } from '../plain/plain-layers.ts'
import type { LabState } from '../state/state.ts'
import type { Compute, SymmetryData } from './picture.ts'

const STEPS = 200
const UNITS = 8
/** What one weight of the nudged unit is changed by. */
const NUDGE = 1e-3
/** Points of the spirals. */
const EXAMPLES = 180
/** Steps between what is shown meanwhile. */
const SHOWN = 20

/** A network that is trained, and the weights of its first two hidden units. */
interface Twins {
  /** Steps once, but for the first time, and gives the loss. */
  readonly losses: Iterator<number, void>
  /** Incoming weights, bias and outgoing weights of both as they are. */
  readonly units: () => readonly [one: number[], other: number[]]
}

/** Training of eight hidden units, started by the state's choices, of which the second is made equal to the first; beside it the same, with one weight nudged. */
export const symmetry: Compute<SymmetryData> = async (state, { onPartial, onProgress, turn }) => {
  const [equal, nudged] = [await startTwins(state, 0), await startTwins(state, NUDGE)]
  const steps: number[] = []
  const differences = { equal: [] as number[], nudged: [] as number[] }
  const curves = { equal: [] as number[], nudged: [] as number[] }
  const data = (): SymmetryData => ({
    steps: [...steps],
    equal: [...differences.equal],
    nudged: [...differences.nudged],
    sameBits: haveSameBits(...equal.units()),
    losses: { equal: [...curves.equal], nudged: [...curves.nudged] },
  })
  for (let step = 0; step <= STEPS; step++) {
    await turn()
    steps.push(step)
    for (const [name, twins] of [
      ['equal', equal],
      ['nudged', nudged],
    ] as const) {
      curves[name].push(twins.losses.next().value ?? Number.NaN)
      differences[name].push(differenceOf(...twins.units()))
    }
    onProgress?.(step / STEPS)
    if (step % SHOWN === 0 && step < STEPS) onPartial?.(data())
  }
  return data()
}

/** Starts the network, makes its second hidden unit equal to the first, and changes one weight of it by `nudge`. */
async function startTwins(state: LabState, nudge: number): Promise<Twins> {
  const size = { depth: 1, width: UNITS, data: 'spirals', batch: EXAMPLES } as const
  const { network, input } = await startNetwork(await plainLayers(state, size))
  const { net } = network
  const [into, out] = network.stages.map(({ path }) => path)
  const parameters = net.parameters()
  const weightsOf = (unit: number): Tensor[] => {
    const at = (path: string): Tensor | undefined => parameters.get(path)?.data
    const all = [
      at(`${into}.weight`)?.at(unit),
      at(`${into}.bias`)?.slice(unit),
      at(`${out}.weight`)?.slice(null, unit),
    ]
    return all.filter((each) => each !== undefined)
  }
  const [one, other] = [weightsOf(0), weightsOf(1)]
  for (const [i, target] of other.entries()) target.copy_(one[i] ?? target)
  if (nudge !== 0) other[0]?.slice([0, 1]).add_(nudge)
  const { labels } = spirals(cpuExact)
  return {
    losses: losses(net, { x: input, labels }, { optimizer: mlp.optimizer, steps: STEPS }),
    units: () => [weightsOf(0).flatMap(numbersOf), weightsOf(1).flatMap(numbersOf)],
  }
}

const numbersOf = (tensor: Tensor): number[] => Array.from(tensor.toArray(), Number)

function differenceOf(one: readonly number[], other: readonly number[]): number {
  const differences = one.map((value, i) => Math.abs(value - (other[i] ?? Number.NaN)))
  return differences.some(Number.isNaN) ? Number.NaN : Math.max(...differences)
}

/** Whether numbers are the same, 0 and −0 apart. */
function haveSameBits(one: readonly number[], other: readonly number[]): boolean {
  return one.every((value, i) => Object.is(value, other[i]))
}
