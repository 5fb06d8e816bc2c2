import { cpuExact } from '@nn/backend-cpu'
import { accuracy, digits, type Examples, losses, PYTHON_SEED, pythonLosses, spirals } from '@nn/lessons'
import { writeChoice } from '../link/choice.ts'
import { startNetwork } from '../networks/start-network.ts'
import type { Choice, LabState } from '../state/state.ts'
import type { Compute, TrainingData } from './picture.ts'
import { lessonOf, type Recipe, recipeOf, trainedState } from './training/lesson.ts'

/** Steps between what is shown meanwhile. */
const SHOWN = 5
/** Characters of a name that stands at a curve. */
const NAME = 24

/** What the chosen law is trained beside. */
const RIVALS: readonly (readonly [name: string, weight: Choice])[] = [
  ['zeros', { name: 'zeros', options: {} }],
  ['N(0, 0.001²)', { name: 'normal', options: { std: 0.001 } }],
  ['N(0, 1)', { name: 'normal', options: { std: 1 } }],
  ['xavierUniform', { name: 'xavierUniform', options: {} }],
  ['kaimingNormal', { name: 'kaimingNormal', options: {} }],
  ['orthogonal', { name: 'orthogonal', options: {} }],
]

/** Training of the network with the chosen law and with others, a step of each in turn: same data, same seed, same optimizer. */
export const training: Compute<TrainingData> = async (state, { onPartial, onProgress, turn }) => {
  const trained = await trainedState(state)
  const recipe = recipeOf(trained)
  const courses = await startCourses(trained, recipe, nameOf(state.init.weight))
  const data = (isDone: boolean): TrainingData => ({
    steps: recipe.steps,
    optimizer: recipe.code,
    curves: courses.map(({ name, isChosen, soFar, rightShare }) => ({
      ...{ name, isChosen, losses: [...soFar] },
      accuracy: isDone ? rightShare() : undefined,
    })),
    python: pythonCurve(trained),
  })
  for (let step = 0; step <= recipe.steps; step++) {
    for (const course of courses) {
      await turn()
      // What is no number stays so.
      if (!course.soFar.every(Number.isFinite)) continue
      course.soFar.push(course.losses.next().value ?? Number.NaN)
    }
    onProgress?.(step / recipe.steps)
    if (step % SHOWN === 0 && step < recipe.steps) onPartial?.(data(false))
  }
  return data(true)
}

/** One network on its way. */
interface Course {
  readonly name: string
  readonly isChosen: boolean
  readonly soFar: number[]
  /** Steps once, but for the first time, and gives the loss. */
  readonly losses: Iterator<number, void>
  readonly rightShare: () => number
}

function nameOf(choice: Choice): string {
  const text = 'code' in choice ? 'custom' : writeChoice(choice)
  return text.length > NAME ? `${text.slice(0, NAME - 1)}…` : text
}

async function startCourses(state: LabState, recipe: Recipe, name: string): Promise<Course[]> {
  const examples: Examples = state.data === 'digits' ? digits(cpuExact) : spirals(cpuExact)
  const chosen = writeChoice(state.init.weight)
  const rivals = RIVALS.filter(([, weight]) => writeChoice(weight) !== chosen)
  const courses: Course[] = []
  for (const [label, weight] of [[name, state.init.weight] as const, ...rivals]) {
    const { network, input } = await startNetwork({ ...state, init: { ...state.init, weight } })
    const seen = { x: input, labels: examples.labels }
    courses.push({
      name: label,
      isChosen: courses.length === 0,
      soFar: [],
      losses: losses(network.net, seen, recipe),
      rightShare: () => accuracy(network.net, seen),
    })
  }
  return courses
}

/** PyTorch's losses, if it trained this very network. */
function pythonCurve(state: LabState): TrainingData['python'] {
  const lesson = lessonOf(state)
  if (lesson === undefined || state.dialect !== 'torch' || state.seed !== PYTHON_SEED) return undefined
  return pythonLosses(lesson.name).map(({ step, loss }) => [step, loss] as const)
}
