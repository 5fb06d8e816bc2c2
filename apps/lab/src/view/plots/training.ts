import { line } from '@observablehq/plot'
import type { TrainingData } from '../../pictures/picture.ts'
import { ACCENT, endLabel, INK, PREDICTED, panel } from './plot.ts'
import { isPositive, logAxis, spanned } from './scales.ts'

/** Strokes that stay apart without colour. */
const DASHES = ['none', '6 3', '2 2', '8 2 2 2', '1 3', '10 4']

const HEIGHT = 340

/** Loss curves on a log axis, named at their ends. */
export function drawTraining(data: TrainingData, width: number): SVGSVGElement {
  const logs = data.curves.flatMap(({ losses }) => losses.filter(isPositive).map(Math.log10))
  const domain: [number, number] = logs.length === 0 ? [-2, 0] : spanned(Math.min(...logs), Math.max(...logs))
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
      ...names(lines, data, domain[1] - domain[0]),
    ],
  })
}

const logOf = (loss: number) => (isPositive(loss) ? Math.log10(loss) : undefined)
const points = (losses: readonly number[]) => losses.map((loss, step) => ({ step, loss: logOf(loss) }))

interface End {
  readonly name: string
  readonly step: number
  readonly loss: number
  readonly stroke: string
}

/** Names at the ends of the curves. */
function names(
  lines: readonly { name: string; losses: readonly number[]; stroke: string }[],
  { python }: TrainingData,
  span: number,
) {
  const ends: End[] = lines.flatMap(({ name, losses, stroke }) => {
    const step = losses.findLastIndex(isPositive)
    const loss = losses[step]
    return loss === undefined ? [] : [{ name, step, loss: Math.log10(loss), stroke }]
  })
  const [step, loss] = python?.at(-1) ?? []
  if (step !== undefined && isPositive(loss))
    ends.push({ name: 'PyTorch', step, loss: Math.log10(loss), stroke: ACCENT })
  return apart(ends, span).map(({ name, step, loss, stroke }) => endLabel(step, loss, name, stroke))
}

/** The same ends, moved up where two names would stand in one line. */
function apart(ends: readonly End[], span: number): End[] {
  const line = (14 / (HEIGHT - 54)) * span
  let lowest = -Infinity
  return ends
    .toSorted((a, b) => a.loss - b.loss)
    .map((end) => {
      lowest = Math.max(end.loss, lowest + line)
      return { ...end, loss: lowest }
    })
}
