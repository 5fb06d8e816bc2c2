import { deviation, type OptionNames } from '@nn/check'
import { normal } from '../distributions/normal.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import type { Recipe } from './recipe.ts'
import { checkLayers, countsOf, type LayersOptions } from './stacks.ts'

/** The spread of plain weights, and the depth. */
export interface Gpt2Options extends LayersOptions {
  /** Default 0.02. */
  readonly std?: number
}

const GPT2: OptionNames<Gpt2Options> = { std: true, layers: true, roles: true }

/**
 * GPT-2: weights and embeddings N(0, std²), biases 0, and the last layer of each residual branch N(0, std²/n) with n the number of
 * residual branches of its stack, two of each transformer block, counted from the roles (Radford et al., 2019,
 * https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf, section 2.3). Needs the
 * role `residualOut`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role, or it is one block whose stack is not known.
 * @example
 * ```ts
 * import { gpt2 } from '@nn/init/recipes'
 * import { TransformerEncoder } from '@nn/layers'
 * const net = new TransformerEncoder(8, 2, { layers: 12 })
 * const plan = net.plan({ recipe: gpt2() })
 * plan.rows.find(({ path }) => path === 'layers.3.linear2.weight')?.std // => 0.02 / Math.sqrt(24)
 * ```
 */
export function gpt2(options: Gpt2Options = {}): Recipe {
  return createRecipe('gpt2', GPT2, options, (name) => {
    const { std = 0.02 } = options
    deviation(name, std)
    checkLayers(name, options)
    return (placed) => {
      const counts = countsOf(name, placed, options)
      return (parameter) => {
        if (parameter.purpose === 'residualOut') {
          const { branches = 1 } = counts(parameter) ?? {}
          return [normal({ std: std / Math.sqrt(branches) }), `last of ${branches} residual branches`]
        }
        return parameter.isWeight ? [normal({ std }), parameter.purpose ?? 'weight'] : zeroBias(parameter)
      }
    }
  })
}
