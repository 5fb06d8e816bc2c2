import { checkOptions, message, oneOf, wrongKind } from '@nn/check'
import { createRng } from '@nn/random'
import type { Config } from '../family/config.ts'
import type { Family } from '../family/family.ts'
import { type Model, modelOf } from '../family/model.ts'
import { FLOAT_DTYPES, type FloatDType, widthOf } from '../law/encode.ts'
import { type LawOf, lawsOf, sizeOf } from '../law/values.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { type RecipeOptions, recipeOf } from '../recipe/recipes.ts'
import { asPlan, type Plan, type PlannedFile, type PlannedTensor } from './plan.ts'
import { bytesOf } from './shard-size.ts'

/** What a checkpoint is, besides its config. */
export interface PlanOptions extends RecipeOptions {
  /** A recipe by name, or one of your own. */
  readonly recipe: string | Recipe
  /** A safe integer, or a bigint of 64 bits. */
  readonly seed: number | bigint
  /** Default `'BF16'`. */
  readonly dtype?: FloatDType | undefined
  /** Most bytes of tensors in one file, such as `'5GB'`; a tensor that is larger has one of its own. Default `'5GB'`. */
  readonly shard?: number | string | undefined
  /** Families besides the built-in ones. */
  readonly families?: readonly Family[] | undefined
}

/** The names of the options, for checks. */
export const PLAN_OPTIONS: Readonly<Record<keyof PlanOptions, true>> = {
  recipe: true,
  seed: true,
  dtype: true,
  shard: true,
  families: true,
  std: true,
  baseWidth: true,
  baseDepth: true,
  rank: true,
}

/** A plan with what its values are drawn by. */
export interface Prepared {
  readonly plan: Plan
  readonly model: Model
  readonly recipe: Recipe
  readonly seed: number | bigint
  /** In the order of the plan's tensors. */
  readonly laws: readonly LawOf[]
}

/**
 * The checkpoint of a config: names, shapes, laws, bytes and files of all tensors. Nothing is drawn or written.
 *
 * @throws TypeError or RangeError if the config or an option is wrong, or the recipe does not fit the model.
 * @example
 * ```ts
 * import { planCheckpoint } from '@nn/checkpoint'
 * const config = { model_type: 'llama', vocab_size: 32, hidden_size: 8, intermediate_size: 16, num_hidden_layers: 1, num_attention_heads: 2 }
 * const plan = planCheckpoint(config, { recipe: 'llama', seed: 42, shard: '1KB' })
 * plan.parameters // => 1176
 * plan.tensors.find(({ name }) => name === 'model.layers.0.mlp.down_proj.weight')?.law // => 'N(0, 0.0141421²)'
 * plan.files[0]?.name // => 'model-00001-of-00003.safetensors'
 * planCheckpoint(config, { recipe: 'llama', seed: 42, dtype: 'F8' }) // throws /dtype to be one of F32, BF16, F16/
 * ```
 */
export function planCheckpoint(config: Config, options: PlanOptions): Plan {
  return prepare('planCheckpoint', config, options).plan
}

/** Checks everything and lays the checkpoint out. */
export function prepare(where: string, config: Config, options: PlanOptions): Prepared {
  if (options === undefined) throw new TypeError(message(where, 'options with recipe and seed', 'none'))
  checkOptions(where, options, PLAN_OPTIONS)
  const { seed, dtype = 'BF16', shard = '5GB', families = [], std, baseWidth, baseDepth, rank } = options
  oneOf(where, 'dtype', dtype, FLOAT_DTYPES)
  const most = bytesOf(where, shard)
  checkSeed(where, seed)
  const recipe =
    typeof options.recipe === 'string'
      ? recipeOf(options.recipe, { std, baseWidth, baseDepth, rank })
      : ownRecipe(where, options.recipe)
  const whole = modelOf(config, families)
  const model = recipe.adapt?.(whole) ?? whole
  const laws = lawsOf(model, recipe)
  const { files, fileOf } = filesOf(laws, widthOf(dtype), most)
  const tensors = laws.map((law) => tensorOf(law, widthOf(dtype), fileOf.get(law.parameter.name) ?? ''))
  const plan = asPlan({
    modelType: model.modelType,
    architecture: model.architecture,
    recipe: recipe.name,
    source: recipe.source,
    options: recipe.options ?? {},
    seed: String(seed),
    dtype,
    shard: most,
    parameters: tensors.reduce((sum, { elements }) => sum + elements, 0),
    bytes: tensors.reduce((sum, { bytes }) => sum + bytes, 0),
    tensors,
    files,
    tied: model.tied,
    multipliers: recipe.multipliers?.(model) ?? [],
  })
  return { plan, model, recipe, seed, laws }
}

function checkSeed(where: string, seed: unknown): void {
  if (seed === undefined) throw new TypeError(message(where, 'seed', 'none', 'give a whole number'))
  if (typeof seed !== 'number' && typeof seed !== 'bigint') {
    throw wrongKind(where, 'seed to be a number or a bigint', seed)
  }
  createRng(seed)
}

function ownRecipe(where: string, recipe: Recipe): Recipe {
  const { name, source, stream, laws } = recipe ?? {}
  const isRecipe = typeof name === 'string' && typeof source === 'string' && typeof laws === 'function'
  if (isRecipe && (stream === 'keyed' || stream === 'torch')) return recipe
  const expected = 'recipe to be a name or { name, source, stream, laws }'
  throw wrongKind(where, expected, recipe)
}

function tensorOf({ parameter, matrices }: LawOf, width: number, file: string): PlannedTensor {
  const { name, shape } = parameter
  const elements = sizeOf(shape)
  const texts = matrices.map(([matrix, { init }]) => {
    const { text } = init.describe({ shape: matrix.shape, fans: matrix.fans, path: name })
    return matrices.length === 1 ? text : `${matrix.part} ${text}`
  })
  const reasons = [...new Set(matrices.map(([, { reason }]) => reason))]
  const padding = matrices.some(([, { zeroPadding }]) => zeroPadding) ? `, row ${parameter.padding} zero` : ''
  return {
    ...{ name, shape, elements, bytes: elements * width },
    ...{ law: texts.join('; ') + padding, reason: reasons.join('; '), file },
  }
}

/** One tensor after the other, and a new file where the next one does not fit; in a file they lie by name, as Python's library has them. */
function filesOf(
  laws: readonly LawOf[],
  width: number,
  most: number,
): { files: PlannedFile[]; fileOf: Map<string, string> } {
  const shards: { names: string[]; bytes: number }[] = []
  let last: (typeof shards)[number] | undefined
  for (const { parameter } of laws) {
    const bytes = sizeOf(parameter.shape) * width
    if (last === undefined || last.bytes + bytes > most) {
      last = { names: [], bytes: 0 }
      shards.push(last)
    }
    last.names.push(parameter.name)
    last.bytes += bytes
  }
  const digits = (k: number): string => String(k).padStart(5, '0')
  const files = shards.map(({ names, bytes }, k) => {
    const name =
      shards.length === 1
        ? 'model.safetensors'
        : `model-${digits(k + 1)}-of-${digits(shards.length)}.safetensors`
    return { name, bytes, tensors: names.sort() }
  })
  return { files, fileOf: new Map(files.flatMap(({ name, tensors }) => tensors.map((one) => [one, name]))) }
}
