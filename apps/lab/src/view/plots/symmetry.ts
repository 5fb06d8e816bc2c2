import { line, ruleY } from '@observablehq/plot'
import type { SymmetryData } from '../../pictures/picture.ts'
import { arrange, endLabel, FAINT, INK, panel, SOFT } from './plot.ts'
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
      ...ends(points),
    ],
  })
}

/** Names of both lines, apart where they end at the same place. */
function ends(points: readonly { step: number; equal: number | undefined; nudged: number | undefined }[]) {
  const last = points.at(-1)
  if (last === undefined) return []
  return [
    endLabel(last.step, last.equal ?? 0, 'equal', INK),
    endLabel(last.step, last.nudged ?? 0, 'nudged', SOFT),
  ]
}
