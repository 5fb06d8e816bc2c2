import { area, dot, line, ruleY, text } from '@observablehq/plot'
import type { SignalData, SignalRow } from '../../pictures/picture.ts'
import { arrange, FAINT, INK, layerColor, MEASURED, PREDICTED, panel, SOFT } from './plot.ts'
import { decades, layerAxis, log10Of, logAxis } from './scales.ts'

/** Layers up to which the steps of histograms can be seen. */
const STEPPED = 16

/** How far the strips of distributions reach, in units of a layer's rms. */
const REACH = 3

/** The rms layer by layer on a log scale, the shape of each layer's distribution, and the share that is flat. */
export function drawSignal(data: SignalData, width: number, what: string): SVGSVGElement {
  const hasShares = data.rows.some(({ saturated, dead }) => saturated !== undefined || dead !== undefined)
  const panels = [levels(data.rows, width, what), strips(data.rows, width, hasShares ? 130 : 210)]
  if (hasShares) panels.push(shares(data.rows, width))
  return arrange(panels)
}

function levels(rows: readonly SignalRow[], width: number, what: string): SVGSVGElement {
  const points = rows.map(({ layer, rms }) => ({ layer, ...log10Of(rms) }))
  const domain = decades(rows.flatMap(({ rms }) => [rms.measured, rms.predicted]))
  return panel({
    width,
    height: 170,
    x: layerAxis(rows.length),
    y: logAxis(`rms of ${what}`, domain),
    marks: [
      dot(points, { x: 'layer', y: 'measured', ...MEASURED, r: rows.length > 60 ? 1.5 : 2 }),
      line(points, { x: 'layer', y: 'predicted', ...PREDICTED }),
    ],
  })
}

/** One shape for each layer, as wide as its layer has place, coloured from the first to the last. */
function strips(rows: readonly SignalRow[], width: number, height: number): SVGSVGElement {
  return panel({
    width,
    height,
    marginTop: 20,
    x: layerAxis(rows.length),
    y: {
      label: 'value ÷ rms of its layer',
      domain: [-REACH, REACH],
      ticks: [-2, 0, 2],
      tickFormat: String,
      labelArrow: 'none',
      grid: true,
      tickSize: 0,
    },
    marks: [
      area(
        rows.flatMap((row) => outline(row, rows.length)),
        { x1: 'left', x2: 'right', y1: 'y', z: 'layer', fill: 'color' },
      ),
    ],
  })
}

interface OutlinePoint {
  readonly layer: number
  readonly left: number
  readonly right: number
  readonly y: number
  readonly color: string
}

function outline({ layer, rms, histogram }: SignalRow, layers: number): OutlinePoint[] {
  const { low, high, counts } = histogram
  const binWidth = (high - low) / counts.length
  const largest = Math.max(...counts)
  const color = layerColor(layer, layers)
  const scale = rms.measured
  if (!(scale > 0) || !Number.isFinite(scale) || largest === 0) {
    return [-0.02, 0.02].map((y) => ({ layer, left: layer - 0.42, right: layer + 0.42, y, color }))
  }
  const points: OutlinePoint[] = []
  for (const [bin, count] of counts.entries()) {
    const half = (0.45 * count) / largest
    for (const edge of layers > STEPPED ? [bin + 0.5] : [bin, bin + 1]) {
      const y = (low + edge * binWidth) / scale
      if (Math.abs(y) <= REACH) points.push({ layer, left: layer - half, right: layer + half, y, color })
    }
  }
  return points
}

function shares(rows: readonly SignalRow[], width: number): SVGSVGElement {
  // The output has no activation, and so no share.
  const last = rows.findLast(({ saturated, dead }) => saturated !== undefined || dead !== undefined)
  const labels = [
    { name: 'saturated', y: last?.saturated, color: INK },
    { name: 'dead units', y: last?.dead, color: SOFT },
  ].filter(({ y }) => y !== undefined)
  return panel({
    width,
    height: 80,
    marginTop: 20,
    marginBottom: 20,
    x: { ...layerAxis(rows.length), label: null },
    y: {
      label: labels.map(({ name }) => name).join(', '),
      domain: [0, 1],
      ticks: [0, 0.5, 1],
      tickFormat: (share: number) => `${share * 100} %`,
      labelArrow: 'none',
      grid: true,
      tickSize: 0,
    },
    marks: [
      area(
        rows.filter(({ saturated }) => saturated !== undefined),
        { x1: 'layer', y1: () => 0, y2: 'saturated', fill: FAINT },
      ),
      line(rows, { x: 'layer', y: 'saturated', stroke: INK, strokeWidth: 1.25 }),
      line(rows, { x: 'layer', y: 'dead', stroke: SOFT, strokeWidth: 1.25, strokeDasharray: '3 2' }),
      ruleY([0], { stroke: FAINT }),
      text(labels.length > 1 ? labels : [], {
        x: last?.layer ?? 1,
        y: 'y',
        text: 'name',
        fill: 'color',
        dx: -4,
        dy: -7,
        textAnchor: 'end',
      }),
    ],
  })
}
