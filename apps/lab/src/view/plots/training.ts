import { line } from '@observablehq/plot'
import type { TrainingData } from '../../pictures/picture.ts'
import { type EndLabel, endLabels } from './labels.ts'
import { ACCENT, INK, PREDICTED, panel } from './plot.ts'
import { isPositive, logAxis } from './scales.ts'

/** Strokes that stay apart without colour. */
const DASHES = ['none', '6 3', '2 2', '8 2 2 2', '1 3', '10 4']

const HEIGHT = 340

/** Loss curves on a log axis, named at their ends. */
export function drawTraining(data: TrainingData, width: number): SVGSVGElement {
  const logs = data.curves.flatMap(({ losses }) => losses.filter(isPositive).map(Math.log10))
  const domain: [number, number] =
    logs.length === 0 ? [-2, 0] : [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs) + 0.01)]
  let others = 0
  const lines = data.curves.map((curve, index) => {
    const stroke = curve.isChosen ? INK : `var(--curve-${others++ % 4})`
    return { ...curve, stroke, dash: DASHES[index % DASHES.length] ?? 'none' }
  })
  return panel({
    width,
    height: HEIGHT,
    marginRight: 130,
    x: { label: 'step of training', domain: [0, data.steps], ticks: 6, labelArrow: 'none' },
    y: logAxis('loss', domain),
    marks: [
      ...lines.map(({ losses, stroke, dash, isChosen }) =>
        line(points(losses), {
          x: 'step',
          y: 'loss',
          stroke,
          strokeWidth: isChosen ? 2 : 1.5,
          strokeDasharray: dash,
        }),
      ),
      ...(data.python
        ? [
            line(
              data.python.map(([step, loss]) => ({ step, loss: logOf(loss) })),
              { x: 'step', y: 'loss', ...PREDICTED },
            ),
          ]
        : []),
      ...endLabels(ends(lines, data), (HEIGHT - 54) / (domain[1] - domain[0])),
    ],
  })
}

interface Line {
  readonly name: string
  readonly losses: readonly number[]
  readonly stroke: string
}

const logOf = (loss: number) => (isPositive(loss) ? Math.log10(loss) : undefined)
const points = (losses: readonly number[]) => losses.map((loss, step) => ({ step, loss: logOf(loss) }))

/** The ends of all curves with their names. */
function ends(lines: readonly Line[], { python }: TrainingData): EndLabel[] {
  const found: EndLabel[] = lines.flatMap(({ name, losses, stroke }) => {
    const step = losses.findLastIndex(isPositive)
    const loss = losses[step]
    return loss === undefined ? [] : [{ name, x: step, y: Math.log10(loss), color: stroke }]
  })
  const [step, loss] = python?.at(-1) ?? []
  if (step === undefined || !isPositive(loss)) return found
  return [...found, { name: 'PyTorch', x: step, y: Math.log10(loss), color: ACCENT }]
}
