import { type Markish, rect, ruleY, text } from '@observablehq/plot'
import { count } from '../../format/number.ts'
import type { NetworkData } from '../../pictures/picture.ts'
import { FAINT, layerColor, panel } from './plot.ts'
import { logAxis, spanned } from './scales.ts'

/** Where bars begin: below 1, so that a single value has a bar. */
const BASE = -0.3

/** Values that go through a stage for each example, by its shape as it is written, the batch first. */
function valuesOf(shape: string): number {
  const [, ...sizes] = shape.match(/\d+/g) ?? []
  return sizes.reduce((product, size) => product * Number(size), 1)
}

/** The stages from input to output as bars: how many values go through each for one example. */
export function drawNetwork(data: NetworkData, width: number): SVGSVGElement {
  const stages = data.stages.map((stage, index) => ({
    ...stage,
    index: index + 1,
    from: index + 0.56,
    to: index + 1.44,
    values: Math.log10(valuesOf(stage.shape)),
    color: index === 0 ? 'var(--input)' : layerColor(index, data.stages.length - 1),
  }))
  const [, top] = spanned(0, Math.max(0, ...stages.map(({ values }) => values)))
  const room = (width - 60) / Math.max(1, stages.length)
  return panel({
    width,
    height: 220,
    marginTop: 24,
    marginBottom: 44,
    x: { axis: null, domain: [0.5, stages.length + 0.5] },
    y: logAxis('values of one example', [BASE, top]),
    marks: [
      rect(stages, {
        x1: 'from',
        x2: 'to',
        y1: () => BASE,
        y2: 'values',
        fill: 'color',
        title: (stage) => `${stage.path}: ${stage.label}, ${stage.shape}`,
      }),
      ruleY([BASE], { stroke: FAINT }),
      ...(room > 40 ? labelled(stages, room) : ends(stages)),
    ],
  })
}

interface Bar {
  readonly index: number
  readonly values: number
  readonly label: string
  readonly shape: string
}

/** Every bar with its number and its name, in lines as long as the bar is wide. */
function labelled(bars: readonly Bar[], room: number): Markish[] {
  return [
    text(bars, { x: 'index', y: 'values', text: ({ shape }: Bar) => count(valuesOf(shape)), dy: -7 }),
    text(bars, { x: 'index', y: BASE, text: 'label', dy: 6, lineAnchor: 'top', lineWidth: room / 11 }),
  ]
}

/** The names of the first bar and the last. */
function ends(bars: readonly Bar[]): Markish[] {
  const shared = { x: 'index', y: BASE, text: 'label', dy: 6, lineAnchor: 'top' } as const
  return [
    text(bars.slice(0, 1), { ...shared, textAnchor: 'start', dx: -4 }),
    text(bars.slice(-1), { ...shared, textAnchor: 'end', dx: 4 }),
  ]
}
