import { checkGiven, type OptionNames, wrongKind } from '@nn/check'
import type { InitConfig, Initializer } from '../initializer/initializer.ts'
import { patternToJSON } from '../parameter/pattern.ts'
import { zeros } from '../structured/constant.ts'
import type { Assignment, Recipe, RecipeParameter } from './recipe.ts'
import { checkRoles, type Placed, placeAll, type RoleOptions } from './roles.ts'

/** What a recipe says of one parameter; undefined leaves it alone. */
export type Say = (parameter: Placed) => readonly [init: Initializer, reason: string] | undefined

/**
 * A recipe whose options are checked here and in `prepare`, when it is made; what that returns looks at all parameters when it is
 * applied, and then speaks of each.
 * @internal
 */
export function createRecipe<Options extends RoleOptions>(
  name: string,
  names: OptionNames<Options>,
  options: Options,
  prepare: (name: string) => (placed: readonly Placed[]) => Say,
): Recipe {
  checkGiven(name, options, names)
  checkRoles(name, options)
  const plan = prepare(name)
  const roles = options.roles === undefined ? {} : { roles: Object.freeze({ ...options.roles }) }
  const config: InitConfig = Object.freeze({ name, ...options, ...roles })
  return Object.freeze({
    config,
    assign: (parameters: readonly RecipeParameter[], only?: ReadonlySet<string>) => {
      if (!Array.isArray(parameters) || !parameters.every(isParameter))
        throw wrongKind(name, 'parameters', parameters)
      const placed = placeAll(name, parameters, roles)
      const say = plan(placed)
      const assignments = new Map<string, Assignment>()
      for (const parameter of placed) {
        if (only?.has(parameter.path) === false) continue
        const said = say(parameter)
        if (said !== undefined)
          assignments.set(parameter.path, { init: said[0], reason: `${name}: ${said[1]}` })
      }
      return assignments
    },
    toJSON: () => (options.roles === undefined ? config : { ...config, roles: rolesToJSON(options.roles) }),
  })
}

/** Whether a value has what every recipe reads. */
function isParameter(value: unknown): boolean {
  const { path, shape }: Partial<RecipeParameter> = Object(value)
  return typeof path === 'string' && Array.isArray(shape)
}

function rolesToJSON(roles: NonNullable<RoleOptions['roles']>): Record<string, unknown> {
  const entries = Object.entries(roles).map(([role, patterns]) => {
    const all = [patterns].flat().map(patternToJSON)
    return [role, all.length === 1 ? all[0] : all]
  })
  return Object.fromEntries(entries)
}

/** Zeros for biases, which most recipes want. */
export function zeroBias({ role }: Placed): readonly [init: Initializer, reason: string] | undefined {
  return role === 'bias' ? [zeros(), 'bias'] : undefined
}
