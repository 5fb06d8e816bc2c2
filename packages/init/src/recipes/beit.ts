import { deviation, type OptionNames } from '@nn/check'
import { truncatedNormal } from '../distributions/truncated-normal.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import { blocksOf } from './depth.ts'
import type { Recipe } from './recipe.ts'
import { demand, type RoleOptions } from './roles.ts'

/** The spread of plain weights. */
export interface BeitOptions extends RoleOptions {
  /** Default 0.02. */
  readonly std?: number
}

const BEIT: OptionNames<BeitOptions> = { std: true, roles: true }

/**
 * BEiT: weights N(0, std²) cut to [-2, 2], biases 0, and the last layers of the residual branches of block l, from 0, divided by
 * √(2(l + 1)): depth-graded (Bao et al., 2021, https://arxiv.org/abs/2106.08254; the cut is timm's). Needs the role `residualOut`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role.
 * @example
 * ```ts
 * import { beit } from '@nn/init/recipes'
 * import { TransformerEncoder } from '@nn/layers'
 * const net = new TransformerEncoder(8, 2, { layers: 12 })
 * const { rows } = net.plan({ recipe: beit() })
 * rows.find(({ path }) => path === 'layers.11.linear2.weight')?.reason // => 'beit: residual branch of block 11'
 * ```
 */
export function beit(options: BeitOptions = {}): Recipe {
  return createRecipe('beit', BEIT, options, (name) => {
    const { std = 0.02 } = options
    deviation(name, std)
    const cut = (divisor: number) =>
      truncatedNormal({ std: std / divisor, low: -2 / divisor, high: 2 / divisor, bounds: 'absolute' })
    return (placed) => {
      const blocks = blocksOf(demand(name, placed, 'residualOut'))
      return (parameter) => {
        const block = blocks.get(parameter.path)
        if (block !== undefined) {
          return [cut(Math.sqrt(2 * (block.index + 1))), `residual branch of block ${block.index}`]
        }
        return parameter.isWeight ? [cut(1), parameter.purpose ?? 'weight'] : zeroBias(parameter)
      }
    }
  })
}
