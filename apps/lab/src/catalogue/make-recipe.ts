import type { Recipe } from '@nn/init'
import {
  beit,
  deepNorm,
  fixup,
  gpt2,
  smallInit,
  subLn,
  tFixup,
  unitScaling,
  zeroLast,
} from '@nn/init/recipes'
import type { GivenOptions } from './option.ts'

const RECIPES: Readonly<Record<string, (options: object) => Recipe>> = {
  gpt2,
  beit,
  fixup,
  tFixup,
  deepNorm,
  subLn,
  smallInit,
  unitScaling,
  zeroLast,
}

/**
 * The recipe of a name with its options.
 *
 * @throws TypeError or RangeError if the recipe refuses an option, or there is none of this name.
 */
export function makeRecipe(name: string, options: GivenOptions): Recipe {
  const make = Object.hasOwn(RECIPES, name) ? RECIPES[name] : undefined
  if (make !== undefined) return make(options)
  throw new RangeError(
    `recipe: expected one of ${Object.keys(RECIPES).join(', ')}, got ${JSON.stringify(name)}`,
  )
}
