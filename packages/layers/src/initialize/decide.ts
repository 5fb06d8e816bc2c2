import { atOnce, flag, message, type OptionNames, show } from '@nn/check'
import type { Assignment, Dialect, InitLike, LayerKind, Recipe, RecipeParameter } from '@nn/init'
import { checkKind, isWeight, toInitializer } from '@nn/init/layer'
import { lineage, rootOf } from '../tree/links.ts'
import { isModule } from '../tree/nodes.ts'
import { walk } from '../tree/walk.ts'
import { checkDialect, type Step } from './dialect.ts'
import { choose } from './precedence.ts'
import { openRules, type Rule, some } from './rules.ts'
import type { Place } from './selector.ts'
import type { Owner, Slot } from './slot.ts'

/** What decides the initializers of a whole module. */
export interface Decisions {
  readonly init?: InitLike | undefined
  readonly rules?: readonly Rule[] | undefined
  readonly recipe?: Recipe | undefined
  readonly complete?: boolean | undefined
  readonly dialect?: Dialect | undefined
}

/** The options of `initialize` and `plan` that decide. @internal */
export const DECISIONS: OptionNames<Decisions> = {
  init: true,
  rules: true,
  recipe: true,
  complete: true,
  dialect: true,
}

/** The parameters of a module, and all places of those that are tied. */
export interface Parameters {
  readonly parameters: ReadonlyMap<string, Slot>
  /** Parameters, and other things, by all their paths, and the modules that have them there; none for a parameter alone. */
  readonly places?: () => Iterable<readonly [path: string, node: object, owner: Owner]>
  /** The modules that have the parameters, by their first paths. */
  readonly owners?: ReadonlyMap<string, Owner>
  /** All modules, children before their parents; none for a parameter alone. */
  readonly modules?: ReadonlyMap<string, Owner>
}

/** All places of each parameter, its own first. */
export function locate({ parameters, places, owners }: Parameters): Map<Slot, Place[]> {
  const located = new Map<Slot, Place[]>()
  for (const [path, parameter] of parameters) {
    located.set(parameter, [placeOf(path, parameter, owners)])
  }
  for (const [path, node, owner] of places?.() ?? []) {
    const known = located.get(node as Slot)
    if (known === undefined || known[0]!.path === path) continue
    known.push({ path, role: known[0]!.role, owner })
  }
  return located
}

/** The place of a parameter at its own path. */
function placeOf(path: string, parameter: Slot, owners: Parameters['owners']): Place {
  return { path, role: parameter.role, owner: owners?.get(path) ?? lineage(parameter)[1] }
}

/**
 * The choice for every parameter; `call` is what a call on the parameter itself says.
 *
 * @throws TypeError or RangeError if a proposal is wrong or is for no parameter, or, with `complete`, one keeps its default.
 */
export function decide(where: string, tree: Parameters, decisions: Decisions, call?: InitLike): Step[] {
  const { parameters } = tree
  const { init, rules, recipe, complete = false, dialect } = decisions
  flag(where, 'complete', complete)
  checkDialect(where, dialect)
  for (const module of tree.modules?.values() ?? []) {
    if (module.kind !== undefined) checkKind(module.path === '' ? where : module.path, module.kind)
  }
  // Only rules ask for further places, and there may be many.
  const placesOf = rules === undefined ? undefined : locate(tree)
  const common = init === undefined ? undefined : toInitializer(init)
  const book =
    rules === undefined || placesOf === undefined ? undefined : openRules(where, rules, pairsOf(placesOf))
  const assigned = recipe === undefined ? undefined : assign(where, recipe, tree)
  const proposals = { call, rules: book, init: common, assigned }
  const steps: Step[] = []
  for (const [path, parameter] of parameters) {
    const places = placesOf?.get(parameter) ?? [placeOf(path, parameter, tree.owners)]
    steps.push({ path, parameter, choice: choose(places, parameter, proposals) })
  }
  // A dialect is for all the others, whatever init is for.
  if (init !== undefined && dialect === undefined) checkReach(where, steps)
  if (complete) checkComplete(where, steps)
  return steps
}

/** Each place with its parameter. */
function pairsOf(places: ReadonlyMap<Slot, readonly Place[]>): (readonly [place: Place, parameter: Slot])[] {
  return [...places].flatMap(([parameter, own]) => own.map((place) => [place, parameter] as const))
}

function assign(where: string, recipe: Recipe, tree: Parameters): ReadonlyMap<string, Assignment> {
  if (typeof recipe?.assign !== 'function') {
    throw new TypeError(message(where, 'recipe to be one such as gpt2()', show(recipe)))
  }
  const { parameters } = tree
  const whole = wholeOf(tree)
  const isAsked = new Set(parameters.values())
  const asked = [...whole].filter(([, parameter]) => isAsked.has(parameter))
  const only = new Set(asked.map(([path]) => path))
  const said = recipe.assign([...whole].map(seenBy), only)
  const assigned = atOnce(where, 'recipe to assign initializers', said)
  const strange = [...assigned.keys()].find((path) => !whole.has(path))
  const name = `recipe ${recipe.config.name}`
  if (strange !== undefined) {
    throw new RangeError(message(where, `${name} to speak of parameters`, show(strange)))
  }
  const pathOf = new Map([...parameters].map(([path, parameter]) => [parameter, path]))
  const own = new Map(
    asked.flatMap(([path, parameter]) => {
      const assignment = assigned.get(path)
      return assignment === undefined ? [] : [[pathOf.get(parameter) ?? path, assignment] as const]
    }),
  )
  if (own.size > 0) return own
  throw new RangeError(message(where, `${name} to be for a parameter`, 'none'))
}

/** The parameters of the whole network: recipes count in it, whichever part of it is asked. */
function wholeOf({ parameters, modules }: Parameters): ReadonlyMap<string, Slot> {
  const [first] = parameters.values()
  const root = first === undefined ? undefined : rootOf(first)
  return isModule(root) && modules?.get('') !== root ? walk(root).parameters : parameters
}

/** What a recipe sees of a parameter. */
function seenBy([path, parameter]: readonly [path: string, parameter: Slot]): RecipeParameter {
  const { role, use, shape, axes } = parameter
  const around: readonly Partial<Owner>[] = lineage(parameter).slice(1)
  const [kind, ...within] = around.map(kindOf)
  return {
    path,
    role,
    use,
    shape,
    axes,
    kind,
    within: within.flatMap((declared) => declared ?? []),
    enclosing: around.flatMap(({ kind, path = '' }) =>
      kind === 'encoder' || kind === 'decoder' ? [{ kind, path }] : [],
    ),
  }
}

/** What a module declares to be. */
function kindOf(module: Partial<Owner>): LayerKind | undefined {
  return module.kind
}

/** Throws if `init` is for no parameter, because none is a weight, and nothing else that was said is for one either. */
function checkReach(where: string, steps: readonly Step[]): void {
  const isSaid = ({ choice: { source }, parameter: { role } }: Step): boolean =>
    source === 'option' ? isWeight(role) : source !== 'default'
  if (steps.some(isSaid)) return
  const cure = 'give rules for parameters of other roles'
  throw new RangeError(message(where, 'init to be for a parameter', 'no weights', cure))
}

/** Throws if a parameter has nothing but its layer's default. */
function checkComplete(where: string, steps: readonly Step[]): void {
  const left = steps.filter(({ choice }) => choice.source === 'default').map(({ path }) => path)
  if (left.length === 0) return
  const cure = 'add a rule, or leave out complete'
  throw new RangeError(
    message(where, 'a decision for every parameter', `the layer's default for ${some(left)}`, cure),
  )
}
