import { normal } from '../distributions/normal.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import type { Recipe } from './recipe.ts'
import { ROLE_OPTIONS, type RoleOptions } from './roles.ts'

/**
 * Unit scaling: every weight N(0, 1), biases 0; the factors that keep variances, 1/√fanIn forward and 1/√fanOut backward, are in the
 * operations of such a network, not in its weights (Blake et al., 2023, https://arxiv.org/abs/2303.11257).
 *
 * @throws TypeError or RangeError if an option is wrong.
 * @example
 * ```ts
 * import { unitScaling } from '@nn/init/recipes'
 * import { Dense } from '@nn/layers'
 * new Dense(8, { inUnits: 4 }).plan({ recipe: unitScaling() }).rows.map(({ law }) => law) // => ['N(0, 1²)', '0']
 * ```
 */
export function unitScaling(options: RoleOptions = {}): Recipe {
  return createRecipe('unitScaling', ROLE_OPTIONS, options, () => () => (parameter) => {
    return parameter.isWeight ? [normal(), parameter.purpose ?? 'weight'] : zeroBias(parameter)
  })
}
