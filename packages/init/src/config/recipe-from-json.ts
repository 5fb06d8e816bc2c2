import { show } from '../check/check.ts'
import { nearest } from '../check/nearest.ts'
import type { InitConfig } from '../initializer/initializer.ts'
import {
  beit,
  deepNorm,
  fixup,
  gpt2,
  layerScale,
  mup,
  skipInit,
  smallInit,
  subLn,
  tFixup,
  unitScaling,
  zeroLast,
} from '../recipes/index.ts'
import type { Recipe } from '../recipes/recipe.ts'
import { patternFromJSON } from './pattern-from-json.ts'

const RECIPES: Readonly<Record<string, (options: never) => Recipe>> = {
  beit,
  deepNorm,
  fixup,
  gpt2,
  layerScale,
  mup,
  skipInit,
  smallInit,
  subLn,
  tFixup,
  unitScaling,
  zeroLast,
}

/**
 * The recipe of a config that `JSON.stringify(recipe)` wrote, parsed or as text.
 *
 * @throws TypeError if it is no config, RangeError if the name is unknown (with the nearest one); options are checked as by the recipe.
 * @example
 * ```ts
 * import { recipeFromJSON } from '@nn/init/config'
 * import { gpt2 } from '@nn/init/recipes'
 * const text = JSON.stringify(gpt2({ roles: { residualOut: /c_proj\.weight$/ } }))
 * text // => '{"name":"gpt2","roles":{"residualOut":{"regexp":"c_proj\\\\.weight$","flags":""}}}'
 * JSON.stringify(recipeFromJSON(text)) === text // => true
 * ```
 */
export function recipeFromJSON(json: unknown): Recipe {
  const value: unknown = typeof json === 'string' && /^\s*\{/.test(json) ? JSON.parse(json) : json
  const { name, ...options } = (typeof value === 'string' ? { name: value } : (value ?? {})) as InitConfig
  const names = Object.keys(RECIPES)
  if (typeof name !== 'string') {
    throw new TypeError(`recipeFromJSON: expected a name or { name, … }, got ${show(value)}`)
  }
  if (!names.includes(name)) {
    const near = show(nearest(name, names, 1)[0])
    throw new RangeError(
      `recipeFromJSON: expected the name of a recipe, got ${show(name)}; did you mean ${near}?`,
    )
  }
  const { roles } = options as { roles?: Readonly<Record<string, unknown>> }
  const given = roles === undefined ? {} : { roles: Object.fromEntries(Object.entries(roles).map(readRole)) }
  return RECIPES[name]!({ ...options, ...given } as never)
}

function readRole([role, patterns]: readonly [string, unknown]): readonly [string, unknown] {
  return [role, Array.isArray(patterns) ? patterns.map(patternFromJSON) : patternFromJSON(patterns)]
}
