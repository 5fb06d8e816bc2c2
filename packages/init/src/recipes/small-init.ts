import { integer, message, type OptionNames } from '@nn/check'
import { normal } from '../distributions/normal.ts'
import { sizeOf } from '../math/size-of.ts'
import { axisList } from '../parameter/axes.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import type { Recipe } from './recipe.ts'
import type { Placed } from './roles.ts'
import { checkLayers, countsOf, type LayersOptions } from './stacks.ts'

/** The width and the depth of a transformer. */
export interface SmallInitOptions extends LayersOptions {
  /** Default: the width of the embedding. */
  readonly units?: number
}

const SMALL_INIT: OptionNames<SmallInitOptions> = { units: true, layers: true, roles: true }

/**
 * Small init, with Wang's for the outputs of branches: weights N(0, 2/(5d)), the last layer of each residual branch in a stack of L
 * blocks N(0, (2/(L·√d))²), biases 0, d the width (Nguyen and Salazar, 2019, https://arxiv.org/abs/1910.05895, section 2.2; the second as in
 * EleutherAI's GPT-NeoX). Needs the role `residualOut`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role, or the width is not
 * known.
 * @example
 * ```ts
 * import { smallInit } from '@nn/init/recipes'
 * import { TransformerEncoder } from '@nn/layers'
 * const net = new TransformerEncoder(64, 2, { layers: 12 })
 * const { rows } = net.plan({ recipe: smallInit({ units: 64 }) })
 * rows.find(({ path }) => path === 'layers.0.linear2.weight')?.std // => 2 / (12 * 8)
 * ```
 */
export function smallInit(options: SmallInitOptions = {}): Recipe {
  return createRecipe('smallInit', SMALL_INIT, options, (name) => {
    const { units: given } = options
    if (given !== undefined) integer(name, 'units', given, 1)
    checkLayers(name, options)
    return (placed) => {
      const counts = countsOf(name, placed, options)
      const units = given ?? widthOf(name, placed)
      const plain = normal({ std: Math.sqrt(2 / (5 * units)) })
      return (parameter) => {
        if (parameter.purpose === 'residualOut') {
          const { blocks = 1 } = counts(parameter) ?? {}
          const last = normal({ std: 2 / (blocks * Math.sqrt(units)) })
          return [last, `last of a branch, ${blocks} blocks of ${units}`]
        }
        return parameter.isWeight ? [plain, parameter.purpose ?? 'weight'] : zeroBias(parameter)
      }
    }
  })
}

function widthOf(where: string, placed: readonly Placed[]): number {
  const table = placed.find(({ purpose }) => purpose === 'embedding')
  const { shape = [null], axes } = table ?? {}
  const out = axisList(axes?.out ?? shape.length - 1).map((axis) => shape[axis])
  if (out.every((length) => typeof length === 'number')) return sizeOf(out)
  throw new RangeError(message(where, 'an embedding of known width', 'none', 'give { units: 512 }'))
}
