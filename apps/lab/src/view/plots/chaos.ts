import { dot, line, rect, text } from '@observablehq/plot'
import type { Beside, ChaosData } from '../../pictures/picture.ts'
import { arrange, INK, PREDICTED, panel } from './plot.ts'

/** The class of the maps' groups of cells. */
const CELLS = 'cells'

/** The colour of a correlation, 0 to 1. */
const correlationColor = (value: number): string =>
  Number.isFinite(value)
    ? `color-mix(in oklab, var(--last) ${(Math.max(0, Math.min(1, value)) * 100).toFixed(1)}%, var(--pale))`
    : 'var(--faint)'

/** A factor of 10 in either direction has the full colour. */
const gradientColor = (log10: number): string => {
  if (!Number.isFinite(log10)) return 'var(--faint)'
  const share = (Math.min(1, Math.abs(log10) / GRADIENT_REACH) * 100).toFixed(1)
  return `color-mix(in oklab, var(--${log10 > 0 ? 'grows' : 'shrinks'}) ${share}%, var(--pale))`
}
const GRADIENT_REACH = 0.5

/** Both maps, beside each other where there is place. */
export function drawChaos(data: ChaosData, width: number): SVGSVGElement {
  const columns = width >= 640 ? 2 : 1
  const each = { data, width: Math.floor(width / columns) }
  return arrange(
    [
      map({
        ...each,
        label: 'correlation of two inputs',
        values: data.correlation,
        color: correlationColor,
        ticks: [0, 0.25, 0.5, 0.75, 1],
        format: String,
      }),
      map({
        ...each,
        label: 'gradient, factor of each layer',
        values: data.gradient,
        color: gradientColor,
        ticks: [-GRADIENT_REACH, -GRADIENT_REACH / 2, 0, GRADIENT_REACH / 2, GRADIENT_REACH],
        format: (tick) => (10 ** tick).toPrecision(2),
      }),
    ],
    columns,
  )
}

interface MapOptions {
  readonly data: ChaosData
  readonly width: number
  readonly label: string
  readonly values: readonly (readonly Beside[])[]
  readonly color: (value: number) => string
  readonly ticks: readonly number[]
  readonly format: (tick: number) => string
}

function map({ data, width, label, values, color, ticks, format }: MapOptions): SVGSVGElement {
  const columns = edges(data.weightStd)
  const rows = edges(data.biasStd)
  const cells = values.flatMap((row, y) =>
    row.map((value, x) => ({
      x1: columns[x],
      x2: columns[x + 1],
      y1: rows[y],
      y2: rows[y + 1],
      fill: color(value.measured),
    })),
  )
  const [left = 0, right = 1] = [columns[0], columns.at(-1)]
  const [bottom = 0, top = 1] = [rows[0], rows.at(-1)]
  const { chosen } = data
  const inside =
    chosen.weightStd >= left && chosen.weightStd <= right && chosen.biasStd >= bottom && chosen.biasStd <= top
  return arrange([
    panel({
      width,
      height: 300,
      x: { label: 'σ_w', domain: [left, right], ticks: 6, labelArrow: 'none' },
      y: { label: `σ_b; colour: ${label}`, domain: [bottom, top], ticks: 5, labelArrow: 'none' },
      marks: [
        rect(cells, {
          className: CELLS,
          x1: 'x1',
          x2: 'x2',
          y1: 'y1',
          y2: 'y2',
          fill: 'fill',
          shapeRendering: 'crispEdges',
        }),
        line(
          data.edge.filter(([x, y]) => x >= left && x <= right && y >= bottom && y <= top),
          { ...PREDICTED, strokeWidth: 1.75 },
        ),
        ...(inside ? chosenPoint(chosen.weightStd, chosen.biasStd) : []),
      ],
    }),
    key(width, ticks, color, format),
  ])
}

const chosenPoint = (x: number, y: number) => [
  dot([[x, y]], { r: 5.5, stroke: 'var(--paper)', strokeWidth: 4 }),
  dot([[x, y]], { r: 5.5, stroke: INK, strokeWidth: 1.75 }),
]

/** The limits of cells around their middles. */
function edges(middles: readonly number[]): number[] {
  const [first = 0, second = 1] = middles
  const step = (second - first) / 2
  return [
    first - step,
    ...middles.map((middle, index) => (middle + (middles[index + 1] ?? middle + 2 * step)) / 2),
  ]
}

/** The scale of colours with its numbers. */
function key(
  width: number,
  ticks: readonly number[],
  color: (value: number) => string,
  format: (tick: number) => string,
): SVGSVGElement {
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)]
  const steps = Array.from({ length: 40 }, (_, index) => low + ((index + 0.5) * (high - low)) / 40)
  const half = (high - low) / 80
  return panel({
    width,
    height: 40,
    marginTop: 4,
    marginBottom: 22,
    marginRight: 40,
    x: { axis: null, domain: [low, high] },
    y: { axis: null, domain: [0, 1] },
    marks: [
      rect(steps, {
        x1: (middle: number) => middle - half,
        x2: (middle: number) => middle + half,
        y1: 0,
        y2: 1,
        fill: color,
        shapeRendering: 'crispEdges',
      }),
      text(ticks, { x: (tick: number) => tick, y: 0, text: format, dy: 11 }),
    ],
  })
}

/** Marks a cell of both maps, or none. */
export function markCell(picture: SVGSVGElement, cell: number | undefined): void {
  for (const old of picture.querySelectorAll('[data-mark]')) old.remove()
  if (cell === undefined) return
  for (const all of mapsOf(picture)) {
    const mark = all.children[cell]?.cloneNode()
    if (!(mark instanceof SVGElement)) continue
    mark.dataset.mark = ''
    mark.setAttribute('fill', 'none')
    mark.setAttribute('stroke', INK)
    mark.setAttribute('stroke-width', '2')
    all.append(mark)
  }
}

/** The cell that a pointer is on; undefined elsewhere. */
export function cellOf(
  picture: SVGSVGElement,
  cells: number,
  target: EventTarget | null,
): number | undefined {
  if (!(target instanceof Element)) return undefined
  const found = mapsOf(picture).flatMap((all) => [...all.children].indexOf(target))
  return found.find((index) => index >= 0 && index < cells)
}

/** The groups of cells of both maps. */
function mapsOf(picture: SVGSVGElement): Element[] {
  return [...picture.querySelectorAll(`g.${CELLS}`)]
}
