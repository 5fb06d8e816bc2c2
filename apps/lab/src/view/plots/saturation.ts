import { line, ruleY } from '@observablehq/plot'
import type { Curve, SaturationData } from '../../pictures/picture.ts'
import { bars } from './bars.ts'
import { endLabels } from './labels.ts'
import { arrange, FAINT, INK, PREDICTED, panel, SOFT } from './plot.ts'

/** The pre-activations of a layer, measured and predicted, above the activation and its slope on the same axis. */
export function drawSaturation(data: SaturationData, width: number): SVGSVGElement {
  const { low, high } = data.histogram
  const x = { label: 'pre-activation z', domain: [low, high], ticks: 7, labelArrow: 'none' as const }
  const shared = { width, marginRight: 46, x }
  const distribution = panel({
    ...shared,
    height: 190,
    y: {
      label: `density of z in layer ${data.layer}`,
      grid: true,
      tickSize: 0,
      ticks: 4,
      labelArrow: 'none',
      zero: true,
    },
    marks: [bars(data.histogram), line(data.density, { ...PREDICTED }), ruleY([0], { stroke: FAINT })],
  })
  const inside = (curve: Curve) => curve.filter(([z]) => z >= low && z <= high)
  const [activation, slope] = [inside(data.activation), inside(data.slope)]
  const heights = [0, ...activation, ...slope].map((point) => (typeof point === 'number' ? point : point[1]))
  const ends = [
    ...activation.slice(-1).map(([x, y]) => ({ name: 'φ(z)', x, y, color: INK })),
    ...slope.slice(-1).map(([x, y]) => ({ name: 'φ′(z)', x, y, color: SOFT })),
  ]
  const curves = panel({
    ...shared,
    height: 190,
    y: { label: 'activation and slope', grid: true, tickSize: 0, ticks: 4, labelArrow: 'none' },
    marks: [
      ruleY([0], { stroke: FAINT }),
      line(slope, { stroke: SOFT, strokeWidth: 1.5, strokeDasharray: '4 2' }),
      line(activation, { stroke: INK, strokeWidth: 1.5 }),
      ...endLabels(ends, (190 - 54) / Math.max(1e-9, Math.max(...heights) - Math.min(...heights))),
    ],
  })
  return arrange([distribution, curves])
}
