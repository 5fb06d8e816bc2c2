import { type Markish, rect } from '@observablehq/plot'
import type { Histogram } from '../../pictures/picture.ts'
import { FILL } from './plot.ts'
import { densities } from './scales.ts'

/** A histogram as bars of density, beside each other. */
export function bars(histogram: Histogram): Markish {
  return rect(densities(histogram), {
    x1: 'low',
    x2: 'high',
    y1: () => 0,
    y2: 'density',
    fill: FILL,
    insetLeft: 0,
    insetRight: 0.5,
  })
}
