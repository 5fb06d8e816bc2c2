import { line, rectY, ruleY } from '@observablehq/plot'
import type { Curve, SaturationData } from '../../pictures/picture.ts'
import { arrange, endLabel, FAINT, FILL, INK, PREDICTED, panel, SOFT } from './plot.ts'
import { densities } from './scales.ts'

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
    marks: [
      rectY(densities(data.histogram), {
        x1: 'low',
        x2: 'high',
        y: 'density',
        fill: FILL,
        insetLeft: 0,
        insetRight: 0.5,
      }),
      line(data.density, { ...PREDICTED }),
      ruleY([0], { stroke: FAINT }),
    ],
  })
  const inside = (curve: Curve) => curve.filter(([z]) => z >= low && z <= high)
  const [activation, slope] = [inside(data.activation), inside(data.slope)]
  const [last, lastSlope] = [activation.at(-1), slope.at(-1)]
  const curves = panel({
    ...shared,
    height: 190,
    y: { label: 'activation and slope', grid: true, tickSize: 0, ticks: 4, labelArrow: 'none' },
    marks: [
      ruleY([0], { stroke: FAINT }),
      line(slope, { stroke: SOFT, strokeWidth: 1.5, strokeDasharray: '4 2' }),
      line(activation, { stroke: INK, strokeWidth: 1.5 }),
      ...(last ? [endLabel(last[0], last[1], 'φ(z)', INK)] : []),
      ...(lastSlope ? [endLabel(lastSlope[0], lastSlope[1], 'φ′(z)', SOFT)] : []),
    ],
  })
  return arrange([distribution, curves])
}
