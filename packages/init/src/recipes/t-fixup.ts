import { message } from '@nn/check'
import { scaled } from '../combinators/compose.ts'
import { normal } from '../distributions/normal.ts'
import { xavierUniform } from '../distributions/xavier.ts'
import { lengthAlong } from '../parameter/axes.ts'
import { isKnownShape } from '../parameter/shape.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import { fourthRoot } from './fourth-root.ts'
import type { Recipe } from './recipe.ts'
import type { Placed } from './roles.ts'
import { checkDepths, depthsOf, STACK_OPTIONS, type StackOptions, stackOf } from './stacks.ts'
import { branchWeight } from './transformer.ts'

/**
 * T-Fixup, for transformers without layer norm and warm-up: weights Xavier, with values, attention outputs and both feed-forward layers
 * × 0.67·N^(−1/4) in an encoder of N layers, × (9M)^(−1/4) in a decoder of M; embeddings of width d N(0, 1/d) × (9M)^(−1/4), M the
 * decoder's depth, or of the only stack; biases 0. Queries and keys are Xavier, as in the paper; the authors' code packs them, which makes
 * them √½ of that (Huang et al., 2020, https://proceedings.mlr.press/v119/huang20f.html). Needs the role
 * `residualOut`, heeds `value`, `feedforward` and `embedding`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role.
 * @example
 * ```ts
 * import { tFixup } from '@nn/init/recipes'
 * import { TransformerEncoder } from '@nn/layers'
 * const net = new TransformerEncoder(8, 2, { layers: 6 })
 * const { rows } = net.plan({ recipe: tFixup() })
 * rows.find(({ path }) => path === 'layers.0.linear1.weight')?.reason // => 'tFixup: feedforward × 0.4281'
 * ```
 */
export function tFixup(options: StackOptions = {}): Recipe {
  return createRecipe('tFixup', STACK_OPTIONS, options, (name) => {
    checkDepths(name, options)
    return (placed) => {
      const depths = depthsOf(name, placed, options)
      return (parameter) => {
        const { encoder, decoder } = depths(parameter)
        const factor =
          stackOf(parameter) === 'encoder' ? 0.67 / fourthRoot(encoder) : 1 / fourthRoot(9 * decoder)
        const branch = branchWeight(parameter, xavierUniform(), scaled(xavierUniform(), factor))
        if (branch !== undefined) return [branch[0], `${branch[1]} × ${Number(factor.toPrecision(4))}`]
        if (parameter.purpose === 'embedding') {
          const embedding = 1 / fourthRoot(9 * (decoder === 0 ? encoder : decoder))
          const std = embedding / Math.sqrt(widthOf(parameter))
          return [normal({ std }), `embedding × ${Number(embedding.toPrecision(4))}`]
        }
        return parameter.isWeight ? [xavierUniform(), 'weight'] : zeroBias(parameter)
      }
    }
  })
}

/** Length of the axis of outputs, of a table the last without axes. */
function widthOf({ path, shape, axes }: Placed): number {
  const width = isKnownShape(shape) ? lengthAlong(shape, axes?.out ?? shape.length - 1) : undefined
  if (width !== undefined) return width
  throw new RangeError(
    message('tFixup', `the width of ${path} to be known`, 'null', 'give the layer its size'),
  )
}
