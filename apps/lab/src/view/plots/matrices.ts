import { dot, line } from '@observablehq/plot'
import type { MatricesData } from '../../pictures/picture.ts'
import { endLabels } from './labels.ts'
import { arrange, layerColor, MEASURED, PREDICTED, panel } from './plot.ts'
import { logAxis } from './scales.ts'

/** The norm of the product by its number of factors, and the singular values after some of them. */
export function drawMatrices(data: MatricesData, width: number): SVGSVGElement {
  return arrange([norms(data, width), spectra(data, width)])
}

const finite = (values: readonly (number | undefined)[]): number[] =>
  values.filter((value) => value !== undefined && Number.isFinite(value)) as number[]

function domainOf(values: number[]): [number, number] {
  return values.length === 0
    ? [-1, 1]
    : [Math.floor(Math.min(...values)), Math.ceil(Math.max(...values) + 0.01)]
}

function norms({ norms }: MatricesData, width: number): SVGSVGElement {
  const points = norms.map(({ count, log10 }) => ({ count, ...log10 }))
  const shown = points.filter(({ measured }) => Number.isFinite(measured))
  return panel({
    width,
    height: 180,
    x: {
      label: 'matrices multiplied',
      domain: [0, Math.max(1, ...points.map(({ count }) => count)) + 1],
      ticks: 5,
      labelArrow: 'none',
    },
    y: logAxis(
      'Frobenius norm of the product',
      domainOf(finite(points.flatMap((each) => [each.measured, each.predicted]))),
    ),
    marks: [
      dot(shown, { x: 'count', y: 'measured', ...MEASURED }),
      line(points, { x: 'count', y: 'predicted', ...PREDICTED }),
    ],
  })
}

function spectra({ spectra }: MatricesData, width: number): SVGSVGElement {
  const points = spectra.flatMap(({ count, log10 }, index) =>
    log10.map((value, place) => ({
      count,
      place: place + 1,
      value,
      color: layerColor(index + 1, spectra.length),
    })),
  )
  const shown = points.filter(({ value }) => Number.isFinite(value))
  const ends = spectra.flatMap(({ count }) => shown.filter((each) => each.count === count).slice(-1))
  const domain = domainOf(shown.map(({ value }) => value))
  return panel({
    width,
    height: 200,
    marginRight: 40,
    x: {
      label: 'singular value, largest first',
      domain: [1, Math.max(2, ...points.map(({ place }) => place))],
      ticks: 5,
      labelArrow: 'none',
    },
    y: logAxis('singular value', domain),
    marks: [
      line(shown, { x: 'place', y: 'value', z: 'count', stroke: 'color', strokeWidth: 1.5 }),
      ...endLabels(
        ends.map(({ place, value, count, color }) => ({ name: String(count), x: place, y: value, color })),
        (200 - 54) / (domain[1] - domain[0]),
      ),
    ],
  })
}
