import { checkOptions, keysOf, message, type OptionNames, oneOf, positive } from '@nn/check'
import { llama, megatron, olmo } from './depth-scaled.ts'
import { dyt } from './dynamic-tanh.ts'
import { lora, loraGaussian } from './lora.ts'
import { completeP, mup } from './maximal-update.ts'
import type { Recipe } from './recipe.ts'
import { hf, transformers } from './transformers.ts'
import { fanInRecipe, gpt2, moddedNanoGpt, normalized, zeroOut } from './width-scaled.ts'

/** What some recipes depend on. */
export interface RecipeOptions {
  /** Spread of plain weights, of megatron, mup and completeP. Default 0.02. */
  readonly std?: number | undefined
  /** Width of the base model, of mup and completeP. */
  readonly baseWidth?: number | undefined
  /** Depth of the base model, of completeP. */
  readonly baseDepth?: number | undefined
  /** Rank of adapters, of lora and loraGaussian. Default 8, as peft's. */
  readonly rank?: number | undefined
}

type OptionName = keyof RecipeOptions

const OPTIONS: OptionNames<RecipeOptions> = { std: true, baseWidth: true, baseDepth: true, rank: true }

/** Which options each recipe takes, and how it is made of them. */
const RECIPES: Readonly<
  Record<string, readonly [readonly OptionName[], (options: Required<RecipeNumbers>) => Recipe]>
> = {
  transformers: [[], transformers],
  hf: [[], hf],
  llama: [[], llama],
  olmo: [[], olmo],
  megatron: [['std'], megatron],
  fanIn: [[], fanInRecipe],
  normalized: [[], normalized],
  zeroOut: [[], zeroOut],
  moddedNanoGpt: [[], moddedNanoGpt],
  gpt2: [[], gpt2],
  mup: [['std', 'baseWidth'], mup],
  completeP: [['std', 'baseWidth', 'baseDepth'], completeP],
  dyt: [[], dyt],
  lora: [['rank'], lora],
  loraGaussian: [['rank'], loraGaussian],
}

/** What an option is if it is left out; 0 where it has to be given. */
const DEFAULTS: RecipeNumbers = { std: 0.02, baseWidth: 0, baseDepth: 0, rank: 8 }

type RecipeNumbers = { readonly [Name in OptionName]: number }

/**
 * The names of the recipes.
 *
 * @example
 * ```ts
 * import { recipeNames } from '@nn/checkpoint'
 * recipeNames.includes('completeP') // => true
 * ```
 */
export const recipeNames: readonly string[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.keys(RECIPES),
)

/**
 * A recipe by its name.
 *
 * @throws RangeError if there is none of the name, an option is not one of the recipe's, is no number > 0, or is missing.
 * @example
 * ```ts
 * import { recipeOf } from '@nn/checkpoint'
 * recipeOf('olmo').source // => 'OLMo-core, InitMethod.llama_depth: https://github.com/allenai/OLMo-core/blob/main/src/olmo_core/nn/transformer/init.py'
 * recipeOf('mup') // throws /recipe mup: expected baseWidth, got none/
 * recipeOf('olmo2') // throws /did you mean "olmo"/
 * ```
 */
export function recipeOf(name: string, options: RecipeOptions = {}): Recipe {
  checkOptions('recipeOf', options, OPTIONS)
  const known = RECIPES[oneOf('recipe', 'its name', name, recipeNames)]
  if (known === undefined) throw new RangeError(message('recipe', recipeNames.join(', '), name))
  const [names, make] = known
  const where = `recipe ${name}`
  const given: Record<OptionName, number> = { ...DEFAULTS }
  for (const key of keysOf(OPTIONS)) {
    const value = options[key]
    if (value === undefined) {
      if (names.includes(key) && DEFAULTS[key] === 0)
        throw new RangeError(message(where, key, 'none', 'give it'))
    } else if (names.includes(key)) given[key] = positive(where, key, value)
    else throw new RangeError(message(where, names.join(', ') || 'no options', key))
  }
  return make(given)
}
