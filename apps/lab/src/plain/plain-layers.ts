import { recipeEntry } from '../catalogue/entries.ts'
import { lawRequestOf } from '../networks/steps.ts'
import { startedOf } from '../signal/shared.ts'
import type { Choice, LabState } from '../state/state.ts'

/** The size and the data of plain layers. */
export type Size = Pick<LabState, 'depth' | 'width' | 'data' | 'batch'>

/**
 * The state of plain layers of this size that start as the network does. A recipe looks for branches, which they have not: its law of the first weight in a block
 * stands in its place.
 */
export async function plainLayers(state: LabState, size: Size): Promise<LabState> {
  const plain: LabState = { ...state, ...size, network: 'mlp', parameter: '' }
  const { weight } = state.init
  if (!('options' in weight) || recipeEntry(weight.name) === undefined) return plain
  return { ...plain, init: { ...plain.init, weight: await lawInBlock(state) } }
}

async function lawInBlock(state: LabState): Promise<Choice> {
  const { network } = await startedOf(state)
  const first = network.stages[0]?.path ?? ''
  const parameter = [...network.net.parameters().values()].find(
    ({ path, role, use, shape }) =>
      role === 'weight' && use !== 'residualOut' && shape.length === 2 && !path.startsWith(`${first}.`),
  )
  const law = parameter?.choice?.init.describe(lawRequestOf(parameter))
  if (law?.mean === undefined || law.std === undefined) return { name: 'default' }
  return law.std === 0
    ? { name: 'constant', options: { value: law.mean } }
    : { name: 'normal', options: { mean: law.mean, std: law.std } }
}
