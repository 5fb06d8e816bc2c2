import { three } from '../../format/number.ts'
import { drawMatrices } from '../plots/matrices.ts'
import type { Drawing } from './picture-view.ts'

export const matrices: Drawing<'matrices'> = {
  svg: {
    draw: drawMatrices,
    table: ({ norms }) => ({
      head: ['matrices', 'log₁₀ of the norm', 'predicted'],
      rows: norms.map(({ count, log10 }) => [count, log10.measured, log10.predicted ?? '']),
    }),
    describe: ({ norms, growth }) =>
      `The norm of a product of ${norms.at(-1)?.count ?? 0} matrices: each multiplies it by ${three(10 ** growth.measured)}. Below, the singular values of the product.`,
  },
}
