import { isPlain, message, nearest, show } from '@nn/check'
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
import { parsed } from './members.ts'
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
  const where = 'recipeFromJSON'
  const value = typeof json === 'string' && /^\s*\{/.test(json) ? parsed(where, json) : json
  const config: { readonly name?: unknown; readonly roles?: unknown } = isPlain(value)
    ? value
    : { name: value }
  const { name, roles, ...options } = config
  if (typeof name !== 'string') throw new TypeError(message(where, 'a name or { name, … }', show(value)))
  const recipe = Object.hasOwn(RECIPES, name) ? RECIPES[name] : undefined
  if (recipe === undefined) {
    const cure = `did you mean ${show(nearest(name, Object.keys(RECIPES))[0])}?`
    throw new RangeError(message(where, 'the name of a recipe', show(name), cure))
  }
  // The recipe checks its options.
  return recipe({ ...options, ...(roles === undefined ? {} : { roles: rolesFromJSON(roles) }) } as never)
}

function rolesFromJSON(roles: unknown): unknown {
  return isPlain(roles) ? Object.fromEntries(Object.entries(roles).map(readRole)) : roles
}

function readRole([role, patterns]: readonly [string, unknown]): readonly [string, unknown] {
  return [role, Array.isArray(patterns) ? patterns.map(patternFromJSON) : patternFromJSON(patterns)]
}
