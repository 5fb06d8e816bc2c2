import { deviation, integer, type OptionNames } from '@nn/check'
import { truncatedNormal } from '../distributions/truncated-normal.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import { blocksOf } from './depth.ts'
import type { Recipe } from './recipe.ts'
import type { RoleOptions } from './roles.ts'
import { stacksOf } from './stacks.ts'

/** The spread of plain weights, and the position. */
export interface BeitOptions extends RoleOptions {
  /** Default 0.02. */
  readonly std?: number
  /** Position of each stack's first block. Default 0; of one block outside of its network it has to be given. */
  readonly firstBlock?: number
}

const BEIT: OptionNames<BeitOptions> = { std: true, firstBlock: true, roles: true }

/**
 * BEiT: weights N(0, std²) cut to [-2, 2], biases 0, and the last layers of the residual branches of block l of a stack, from 0, divided by
 * √(2(l + 1)): depth-graded (Bao et al., 2021, https://arxiv.org/abs/2106.08254; the cut is timm's). Needs the role `residualOut`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role, or it is one block whose stack is not known.
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
    const { firstBlock } = options
    deviation(name, std)
    if (firstBlock !== undefined) integer(name, 'firstBlock', firstBlock, 0)
    const cut = (divisor: number) =>
      truncatedNormal({ std: std / divisor, low: -2 / divisor, high: 2 / divisor, bounds: 'absolute' })
    return (placed) => {
      const { all } = stacksOf(name, placed, () => firstBlock !== undefined, 'give { firstBlock: 3 }')
      const positions = new Map(
        all.flatMap(({ outs, isBlock }) =>
          [...blocksOf(outs)].map(
            ([path, { index }]) => [path, (firstBlock ?? 0) + (isBlock ? 0 : index)] as const,
          ),
        ),
      )
      return (parameter) => {
        const index = positions.get(parameter.path)
        if (index !== undefined) {
          return [cut(Math.sqrt(2 * (index + 1))), `residual branch of block ${index}`]
        }
        return parameter.isWeight ? [cut(1), parameter.purpose ?? 'weight'] : zeroBias(parameter)
      }
    }
  })
}
