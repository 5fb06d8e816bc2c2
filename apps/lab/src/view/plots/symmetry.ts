import { line, ruleY } from '@observablehq/plot'
import type { SymmetryData } from '../../pictures/picture.ts'
import { type EndLabel, endLabels } from './labels.ts'
import { arrange, FAINT, INK, panel, SOFT } from './plot.ts'
import { isPositive } from './scales.ts'

/** The largest difference between two units while they train, and the loss. */
export function drawSymmetry(data: SymmetryData, width: number): SVGSVGElement {
  const difference = panelOf(data, width, {
    label: 'largest difference of two units',
    equal: data.equal,
    nudged: data.nudged,
  })
  const loss = panelOf(data, width, { label: 'loss', equal: data.losses.equal, nudged: data.losses.nudged })
  return arrange([difference, loss])
}

function panelOf(
  { steps }: SymmetryData,
  width: number,
  { label, equal, nudged }: { label: string; equal: readonly number[]; nudged: readonly number[] },
): SVGSVGElement {
  const points = steps.map((step, index) => ({ step, equal: equal[index], nudged: nudged[index] }))
  const top = Math.max(...[...equal, ...nudged].filter(isPositive), 1e-9)
  return panel({
    width,
    height: 190,
    marginRight: 56,
    x: { label: 'step of training', domain: [0, Math.max(1, ...steps)], ticks: 5, labelArrow: 'none' },
    y: { label, domain: [0, top], grid: true, tickSize: 0, ticks: 4, labelArrow: 'none' },
    marks: [
      ruleY([0], { stroke: FAINT }),
      line(points, { x: 'step', y: 'nudged', stroke: SOFT, strokeWidth: 1.5, strokeDasharray: '4 2' }),
      line(points, { x: 'step', y: 'equal', stroke: INK, strokeWidth: 2 }),
      ...endLabels(ends(points), (190 - 54) / top),
    ],
  })
}

/** Names of both lines. */
function ends(
  points: readonly { step: number; equal: number | undefined; nudged: number | undefined }[],
): EndLabel[] {
  const last = points.at(-1)
  if (last === undefined) return []
  return [
    { name: 'equal', x: last.step, y: last.equal ?? 0, color: INK },
    { name: 'nudged', x: last.step, y: last.nudged ?? 0, color: SOFT },
  ]
}
