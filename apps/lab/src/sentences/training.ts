import { percent, three } from '../format/number.ts'
import type { TrainingData } from '../pictures/picture.ts'
import { some } from './words.ts'

type Curve = TrainingData['curves'][number]

/** Shares of the first loss that count as the same. */
const LEARNT = 0.02

/** How far the chosen law has come, and how far the others. */
export function trainingSentence({ steps, curves, python }: TrainingData): string {
  const chosen = curves.find(({ isChosen }) => isChosen)
  if (chosen === undefined || chosen.losses.length === 0) return 'Training has not begun.'
  const taken = Math.max(...curves.map(({ losses }) => losses.length)) - 1
  const done = taken < steps ? `After ${taken} of ${some(steps, 'step')}` : `After ${some(steps, 'step')}`
  return `${done} ${courseOf(chosen)}${othersOf(curves)}${pythonOf(chosen, python)}.`
}

function courseOf({ name, losses, accuracy }: Curve): string {
  const [first = Number.NaN, last = Number.NaN] = [losses[0], losses.at(-1)]
  if (!Number.isFinite(last)) return `${name} has been out of bounds since step ${losses.length - 1}`
  const right = accuracy === undefined ? '' : ` and ${percent(accuracy)} of the examples right`
  if (losses.length > 1 && last > first * (1 - LEARNT)) {
    return `${name} has learnt nothing: its loss went from ${three(first)} to ${three(last)}`
  }
  return `${name} has a loss of ${three(last)}${right}`
}

/** The best and the worst of the others. */
function othersOf(curves: readonly Curve[]): string {
  const others = curves.filter(({ isChosen, losses }) => !isChosen && losses.length > 0)
  const ends = others.map(({ name, losses }) => ({ name, loss: losses.at(-1) ?? Number.NaN }))
  const finite = ends.filter(({ loss }) => Number.isFinite(loss)).sort((a, b) => a.loss - b.loss)
  const lost = ends.filter(({ loss }) => !Number.isFinite(loss)).map(({ name }) => `${name} is out of bounds`)
  const [best, worst] = [finite[0], finite.at(-1)]
  const said = [
    ...(best === undefined ? [] : [`the best of the others, ${best.name}, has ${three(best.loss)}`]),
    ...(worst === undefined || worst === best ? [] : [`the worst, ${worst.name}, ${three(worst.loss)}`]),
    ...lost,
  ]
  return said.length === 0 ? '' : `; ${said.join('; ')}`
}

/** How near PyTorch's losses are, where they are stored. */
function pythonOf({ losses }: Curve, python: TrainingData['python']): string {
  const distances = (python ?? []).flatMap(([step, loss]) => {
    const ours = losses[step]
    return ours === undefined ? [] : [Math.abs(ours - loss)]
  })
  if (distances.length === 0) return ''
  return `; PyTorch's losses differ by ${three(Math.max(...distances))} at most`
}
