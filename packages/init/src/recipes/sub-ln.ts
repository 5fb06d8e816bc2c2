import { scaled } from '../combinators/compose.ts'
import { xavierUniform } from '../distributions/xavier.ts'
import { exactLog } from '../math/exact-math.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import type { Recipe } from './recipe.ts'
import { checkDepths, type Depths, depthsOf, STACK_OPTIONS, type StackOptions, stackOf } from './stacks.ts'
import { branchWeight } from './transformer.ts'

/**
 * Sub-LN: weights Xavier, with values, attention outputs and both feed-forward layers × √ln(2N) in one stack of N layers; of an encoder of N
 * and a decoder of M × √(ln(3M)·ln(2N)/3) and √ln(3M); biases 0 (Wang et al., 2022, https://arxiv.org/abs/2210.06423). Needs the role
 * `residualOut`, heeds `value` and `feedforward`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role.
 * @example
 * ```ts
 * import { subLn } from '@nn/init/recipes'
 * import { TransformerEncoder } from '@nn/layers'
 * const net = new TransformerEncoder(8, 2, { layers: 6 })
 * const { rows } = net.plan({ recipe: subLn() })
 * rows.find(({ path }) => path === 'layers.0.linear1.weight')?.reason // => 'subLn: feedforward × 1.576'
 * ```
 */
export function subLn(options: StackOptions = {}): Recipe {
  return createRecipe('subLn', STACK_OPTIONS, options, (name) => {
    checkDepths(name, options)
    return (placed) => {
      const depths = depthsOf(name, placed, options)
      return (parameter) => {
        const factor = factorsOf(depths(parameter))[stackOf(parameter)]
        const branch = branchWeight(parameter, xavierUniform(), scaled(xavierUniform(), factor))
        if (branch !== undefined) return [branch[0], `${branch[1]} × ${Number(factor.toPrecision(4))}`]
        return parameter.isWeight && parameter.purpose !== 'embedding'
          ? [xavierUniform(), 'weight']
          : zeroBias(parameter)
      }
    }
  })
}

/** What values, outputs and feed-forward layers are multiplied by in stacks of these depths. */
function factorsOf({ encoder, decoder }: Depths): Record<'encoder' | 'decoder', number> {
  if (encoder > 0 && decoder > 0) {
    return {
      encoder: Math.sqrt((exactLog(3 * decoder) * exactLog(2 * encoder)) / 3),
      decoder: Math.sqrt(exactLog(3 * decoder)),
    }
  }
  const alone = Math.sqrt(exactLog(2 * (encoder + decoder)))
  return { encoder: alone, decoder: alone }
}
