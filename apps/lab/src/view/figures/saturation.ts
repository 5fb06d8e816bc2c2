import { percent } from '../../format/number.ts'
import { drawSaturation } from '../plots/saturation.ts'
import { densities } from '../plots/scales.ts'
import type { Drawing } from './picture-view.ts'

export const saturation: Drawing<'saturation'> = {
  svg: {
    draw: drawSaturation,
    table: ({ histogram }) => ({
      head: ['z from', 'to', 'count', 'density'],
      rows: densities(histogram).map(({ low, high, density }, bin) => [
        low,
        high,
        histogram.counts[bin] ?? 0,
        density,
      ]),
    }),
    describe: ({ layer, saturated }) =>
      `Pre-activations of layer ${layer}: at ${percent(saturated.measured)} of them the slope is below a tenth of its largest. Below, the activation and its slope.`,
  },
}
