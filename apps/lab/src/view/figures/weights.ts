import { three } from '../../format/number.ts'
import { drawWeights } from '../plots/weights.ts'
import type { Drawing } from './picture-view.ts'

export const weights: Drawing<'weights'> = {
  svg: {
    draw: (data, width, state) => drawWeights(data, width, state.parameter),
    table: ({ parameters }) => ({
      head: ['parameter', 'shape', 'law', 'mean', 'mean of the law', 'std', 'std of the law', 'first values'],
      rows: parameters.map(({ path, shape, law, mean, std, first }) => [
        path,
        shape.join(' × '),
        law,
        mean.measured,
        mean.predicted ?? '',
        std.measured,
        std.predicted ?? '',
        first,
      ]),
    }),
    describe: ({ parameters }, { parameter }) => {
      const chosen = parameters.find(({ path }) => path === parameter) ?? parameters[0]
      if (chosen === undefined) return 'The network has no parameters.'
      const { path, law, mean, std } = chosen
      return `Histogram of ${path}, ${law}: mean ${three(mean.measured)}, std ${three(std.measured)}. Below, histograms of other parameters on one scale.`
    },
  },
}
