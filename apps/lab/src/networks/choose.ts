import type { Checkpoint, InitLike, Recipe } from '@nn/init'
import type { InitializeOptions, Rule } from '@nn/layers'
import { initializerEntry, recipeEntry } from '../catalogue/entries.ts'
import { ProblemError } from '../state/problem.ts'
import { type Choice, type LabState, ROLES, type RoleName } from '../state/state.ts'
import type { LabNetwork } from './network.ts'

/** The options of `initialize` that a state's choices are. */
export type Chosen = Pick<InitializeOptions, 'init' | 'rules' | 'recipe'>

/**
 * What `initialize` is told of a state's choices; catalogue and compiler are loaded when a choice needs them.
 *
 * @throws ProblemError if an initializer refuses its options, or code cannot be compiled, at the choice's role.
 */
export async function choose(
  state: LabState,
  { embedding }: LabNetwork,
  startedFrom: (seed: number) => Checkpoint,
): Promise<Chosen> {
  const { init } = await inFrameworkWords(state)
  const isRecipe = 'options' in init.weight && recipeEntry(init.weight.name) !== undefined
  const weight = isRecipe ? undefined : await initializerOf('weight', init.weight, startedFrom)
  const bias = await initializerOf('bias', init.bias, startedFrom)
  const table = embedding && (await initializerOf('embedding', init.embedding, startedFrom))
  const rules: Rule[] = []
  if (table) rules.push([`${embedding}.weight`, table])
  if (bias) rules.push([{ role: 'bias' }, bias])
  // An embedding keeps its own law where only the other weights have one.
  if (weight && embedding) rules.push([{ role: 'weight', path: new RegExp(`^(?!${embedding}\\.)`) }, weight])
  return {
    ...(isRecipe ? { recipe: await recipeOf(init.weight) } : {}),
    ...(weight && !embedding ? { init: weight } : {}),
    ...(rules.length > 0 ? { rules } : {}),
  }
}

/** The state with choices as its dialect's framework has them; one that is wrong stays, and is refused below. */
async function inFrameworkWords(state: LabState): Promise<LabState> {
  const isPlain = state.dialect === 'none' || ROLES.every((role) => !('options' in state.init[role]))
  if (isPlain) return state
  const { respelled } = await import('../catalogue/respell.ts')
  try {
    return respelled(state)
  } catch {
    return state
  }
}

async function recipeOf(choice: Choice): Promise<Recipe> {
  const { makeRecipe } = await import('../catalogue/make-recipe.ts')
  return at('weight', () => makeRecipe(choice.name, 'options' in choice ? choice.options : {}))
}

/** The initializer of a choice; undefined for the layers' default. */
async function initializerOf(
  role: RoleName,
  choice: Choice,
  startedFrom: (seed: number) => Checkpoint,
): Promise<InitLike | undefined> {
  if ('code' in choice) {
    const { compileCustom } = await import('../catalogue/compile-custom.ts')
    return at(role, () => compileCustom(choice.code))
  }
  if (!('options' in choice)) return undefined
  if (initializerEntry(choice.name) === undefined) {
    const isRecipe = recipeEntry(choice.name) !== undefined
    const text = isRecipe
      ? `${choice.name} is a recipe; choose it for the weights`
      : `there is no ${choice.name}`
    throw new ProblemError([{ field: role, text }])
  }
  const { makeInitializer } = await import('../catalogue/make-initializer.ts')
  return at(role, () => makeInitializer(choice.name, choice.options, { startedFrom }))
}

/** What is thrown meanwhile is a problem of the role. */
function at<T>(role: RoleName, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new ProblemError([{ field: role, text: textOf(error) }])
  }
}

/** The message of an error; of code that does not compile, with the error's name. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof SyntaxError ? `${error.name}: ${error.message}` : error.message
}
