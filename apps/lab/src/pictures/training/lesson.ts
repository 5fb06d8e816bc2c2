import { type Lesson, lenet, mlp } from '@nn/lessons'
import { adam } from '@nn/optim'
import { writeChoice } from '../../link/choice.ts'
import { plainLayers } from '../../plain/plain-layers.ts'
import type { LabState } from '../../state/state.ts'

/** Examples of each, all of which are seen in every step. */
const SPIRALS = 180
const DIGITS = 100
/** Hidden layers that the lesson's optimizer can train: with more, its steps are too long. */
const SHALLOW = 2
/** Products of weights and steps that are worth waiting for, and the fewest steps. */
const WORK = 2e7
const FEWEST = 30

/** How a network is trained. */
export type Recipe = Pick<Lesson, 'optimizer' | 'code' | 'steps'>

/** The state whose network is trained: with data that have classes, and, of networks that do not see such data, plain layers. */
export async function trainedState(state: LabState): Promise<LabState> {
  switch (state.network) {
    case 'lenet':
      return { ...state, data: 'digits', batch: DIGITS }
    case 'mlp':
    case 'residual':
      return state.data === 'digits'
        ? { ...state, batch: DIGITS }
        : { ...state, data: 'spirals', batch: SPIRALS }
    case 'chapter':
      return plainLayers(state, { depth: 1, width: 8, data: 'spirals', batch: SPIRALS })
    case 'transformer':
      return plainLayers(state, { ...state, data: 'spirals', batch: SPIRALS })
  }
}

/** How a state's network is trained: as the lesson with its data is, or with shorter and fewer steps where it is deep or large. */
export function recipeOf({ network, data, depth, width }: LabState): Recipe {
  const lesson = data === 'digits' ? lenet : mlp
  if (network === 'lenet') return lesson
  const weights = depth * width * width * (network === 'residual' ? 2 : 1)
  const steps = Math.max(FEWEST, Math.min(lesson.steps, Math.floor(WORK / weights)))
  if (network === 'mlp' && depth <= SHALLOW) return { ...lesson, steps }
  const options = { learningRate: 0.001 }
  return { optimizer: (net) => adam(net, options), code: 'adam(net, { learningRate: 0.001 })', steps }
}

/** The lesson that a state's network is, started as there; undefined of another. */
export function lessonOf({ network, depth, width, activation, data, init }: LabState): Lesson | undefined {
  const weight = writeChoice(init.weight)
  if (init.bias.name !== 'default') return undefined
  const isMlp =
    network === 'mlp' && depth === 1 && width === 64 && activation === 'relu' && data === 'spirals'
  if (isMlp && weight === 'default') return mlp
  const isLenet = network === 'lenet' && activation === 'sigmoid' && data === 'digits'
  return isLenet && ['xavierUniform', 'xavierUniform(gain=1)'].includes(weight) ? lenet : undefined
}
