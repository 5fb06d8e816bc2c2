import { area, line, ruleY, text } from '@observablehq/plot'
import { three } from '../../format/number.ts'
import type { WeightsData } from '../../pictures/picture.ts'
import { bars } from './bars.ts'
import { arrange, FAINT, FILL, INK, PREDICTED, panel, SOFT } from './plot.ts'
import { densities } from './scales.ts'

type Weights = WeightsData['parameters'][number]

/** Parameters that are drawn small below the chosen one. */
const SMALL = 6

/** The chosen parameter's histogram with the density of its law, and others, small, on one scale. */
export function drawWeights(data: WeightsData, width: number, chosen: string): SVGSVGElement {
  const parameter = data.parameters.find(({ path }) => path === chosen) ?? data.parameters[0]
  if (parameter === undefined) return arrange([panel({ width, height: 380, marks: [] })])
  return arrange([large(parameter, width), small(sample(data.parameters, parameter), width, parameter.path)])
}

function large(parameter: Weights, width: number): SVGSVGElement {
  const { histogram, density } = parameter
  return panel({
    width,
    height: 240,
    x: {
      label: `value of ${parameter.path}`,
      domain: [histogram.low, histogram.high],
      labelArrow: 'none',
      ticks: 5,
    },
    y: { label: 'density', labelArrow: 'none', grid: true, tickSize: 0, ticks: 4, zero: true },
    marks: [
      bars(histogram),
      line(
        density.filter(([value]) => value >= histogram.low && value <= histogram.high),
        PREDICTED,
      ),
      ruleY([0], { stroke: FAINT }),
    ],
  })
}

/** Weights spread evenly over the depth, the chosen parameter among them. */
function sample(all: WeightsData['parameters'], chosen: Weights): Weights[] {
  const parameters = all.filter((each) => each.shape.length > 1 || each === chosen)
  const most = Math.min(SMALL, parameters.length)
  const places = Array.from({ length: most }, (_, index) =>
    Math.round((index * (parameters.length - 1)) / Math.max(1, most - 1)),
  )
  const own = parameters.indexOf(chosen)
  const nearest = places.reduce(
    (best, place, index) => (Math.abs(place - own) < Math.abs((places[best] ?? 0) - own) ? index : best),
    0,
  )
  places[nearest] = own
  return places.flatMap((place) => parameters[place] ?? [])
}

function small(parameters: readonly Weights[], width: number, chosen: string): SVGSVGElement {
  const reach = Math.max(
    ...parameters.map(({ histogram }) => Math.max(Math.abs(histogram.low), Math.abs(histogram.high))),
  )
  const outlines = parameters.flatMap(({ path, histogram }) => {
    const largest = Math.max(1, ...histogram.counts)
    return densities(histogram).flatMap(({ low, high }, bin) => {
      const height = (histogram.counts[bin] ?? 0) / largest
      return [
        { path, value: low, height },
        { path, value: high, height },
      ]
    })
  })
  return panel({
    width,
    height: 140,
    marginTop: 34,
    fx: { label: null, axis: null, padding: 0.12, domain: parameters.map(({ path }) => path) },
    x: {
      label: `value, from −${three(reach)} to ${three(reach)} in each`,
      domain: [-reach, reach],
      ticks: [0],
      tickFormat: String,
      labelArrow: 'none',
      labelAnchor: 'right',
    },
    y: { axis: null, domain: [0, 1] },
    marks: [
      area(outlines, { fx: 'path', x1: 'value', y1: () => 0, y2: 'height', fill: FILL }),
      ruleY([0], { stroke: FAINT }),
      text(parameters, {
        fx: 'path',
        text: ({ path }: Weights) => shortened(path, parameters.length),
        fill: ({ path }: Weights) => (path === chosen ? INK : SOFT),
        fontWeight: 400,
        frameAnchor: 'top-left',
        dy: -16,
      }),
    ],
  })
}

/** The end of a path, which tells most, where the whole has no place. */
function shortened(path: string, among: number): string {
  const most = Math.floor(60 / among)
  return path.length > most ? `…${path.slice(1 - most)}` : path
}
