import { rectY, ruleY, text } from '@observablehq/plot'
import type { NetworkData } from '../../pictures/picture.ts'
import { count } from '../number.ts'
import { FAINT, layerColor, panel } from './plot.ts'
import { logAxis, spanned } from './scales.ts'

/** Values that go through a stage for each example, by its shape as it is written. */
export function valuesOf(shape: string): number {
  const sizes = shape.match(/\d+/g) ?? []
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
    color: layerColor(index + 1, data.stages.length),
  }))
  const [, top] = spanned(0, Math.max(0, ...stages.map(({ values }) => values)))
  const room = (width - 60) / Math.max(1, stages.length)
  return panel({
    width,
    height: 220,
    marginTop: 24,
    x: { axis: null, domain: [0.5, stages.length + 0.5] },
    y: logAxis('values of one example', [0, top]),
    marks: [
      rectY(stages, {
        x1: 'from',
        x2: 'to',
        y1: 0,
        y2: 'values',
        fill: 'color',
        title: (stage) => `${stage.path}: ${stage.label}, ${stage.shape}`,
      }),
      ruleY([0], { stroke: FAINT }),
      ...(room > 26
        ? [
            text(stages, { x: 'index', y: 'values', text: (stage) => count(valuesOf(stage.shape)), dy: -7 }),
            text(stages, {
              x: 'index',
              y: 0,
              text: 'label',
              dy: 12,
              lineWidth: room / 11,
              textOverflow: 'ellipsis-end',
            }),
          ]
        : [
            text([stages[0], stages.at(-1)], {
              x: 'index',
              y: 0,
              text: 'label',
              dy: 12,
              textAnchor: 'middle',
            }),
          ]),
    ],
  })
}
