import { checkGiven, integer, type OptionNames } from '@nn/check'
import { xavierNormal } from '../distributions/xavier.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import { fourthRoot } from './fourth-root.ts'
import type { Recipe } from './recipe.ts'
import { checkDepths, type Depths, depthsOf, STACK_OPTIONS, type StackOptions, stackOf } from './stacks.ts'
import { branchWeight } from './transformer.ts'

/**
 * DeepNorm: values, attention outputs and both feed-forward layers Xavier with gain β, other weights Xavier, biases 0; the network
 * itself computes `LN(α·x + f(x))`, with α of `deepNormConstants`. One stack of N: β = (8N)^(−1/4); of an encoder of N and a decoder of
 * M layers: β = 1.15·(N⁴M)^(−1/16) and (12M)^(−1/4) (Wang et al., 2022, https://arxiv.org/abs/2203.00555; numbers of the authors'
 * code, microsoft/torchscale). Needs the role `residualOut`, heeds `value` and `feedforward`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role.
 * @example
 * ```ts
 * import { deepNorm, deepNormConstants } from '@nn/init/recipes'
 * import { TransformerEncoder } from '@nn/layers'
 * const net = new TransformerEncoder(8, 2, { layers: 2 })
 * const { rows } = net.plan({ recipe: deepNorm() })
 * const { beta } = deepNormConstants({ encoder: 2 }).encoder
 * rows.find(({ path }) => path === 'layers.0.selfAttn.outProj.weight')?.std // => Math.sqrt(beta * beta / 8)
 * ```
 */
export function deepNorm(options: StackOptions = {}): Recipe {
  return createRecipe('deepNorm', STACK_OPTIONS, options, (name) => {
    checkDepths(name, options)
    return (placed) => {
      const depths = depthsOf(name, placed, options)
      return (parameter) => {
        const { beta } = deepNormConstants(depths(parameter))[stackOf(parameter)]
        const branch = branchWeight(parameter, xavierNormal(), xavierNormal({ gain: beta }))
        if (branch !== undefined) return [branch[0], `${branch[1]}, β ${Number(beta.toPrecision(4))}`]
        return parameter.isWeight && parameter.purpose !== 'embedding'
          ? [xavierNormal(), 'weight']
          : zeroBias(parameter)
      }
    }
  })
}

const DEPTHS: OptionNames<Depths> = { encoder: true, decoder: true }

/** Factor on what is passed by a branch, and gain of the weights in it. */
export interface DeepNormConstants {
  readonly alpha: number
  readonly beta: number
}

/**
 * α and β of DeepNorm for stacks of these depths, one or both; α is for the layers, `LN(α·x + f(x))`.
 *
 * @example
 * ```ts
 * import { deepNormConstants } from '@nn/init/recipes'
 * deepNormConstants({ encoder: 8 }).encoder.alpha // => 2
 * deepNormConstants({ decoder: 2 }).decoder // => { alpha: Math.SQRT2, beta: 0.5 }
 * ```
 */
export function deepNormConstants(
  depths: Partial<Depths>,
): Readonly<Record<'encoder' | 'decoder', DeepNormConstants>> {
  checkGiven('deepNormConstants', depths, DEPTHS)
  const { encoder = 0, decoder = 0 } = depths
  integer('deepNormConstants', 'encoder', encoder, 0)
  integer('deepNormConstants', 'decoder', decoder, 0)
  if (encoder > 0 && decoder > 0) {
    const root = fourthRoot(encoder * fourthRoot(decoder))
    return {
      encoder: { alpha: 0.81 * root, beta: 1.15 / root },
      decoder: { alpha: fourthRoot(3 * decoder), beta: 1 / fourthRoot(12 * decoder) },
    }
  }
  const layers = encoder + decoder
  const alone = { alpha: fourthRoot(2 * layers), beta: 1 / fourthRoot(8 * layers) }
  return { encoder: alone, decoder: alone }
}
