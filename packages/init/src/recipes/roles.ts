import { isPlain, message, nearest, type OptionNames, oneOf, show, showNames } from '@nn/check'
import { checkKind } from '../parameter/layer-kind.ts'
import { matchesPath, type Pattern, showPattern } from '../parameter/pattern.ts'
import { checkUse, isRole, isWeight, ROLES, type Role } from '../parameter/roles.ts'
import type { RecipeParameter } from './recipe.ts'

/** Which parameters have a role, where they do not declare it themselves. */
export interface RoleOptions {
  /** Paths by role, as `{ residualOut: '**.c_proj.weight' }`. */
  readonly roles?: Readonly<Partial<Record<Role, Pattern | readonly Pattern[]>>>
}

/** @internal */
export const ROLE_OPTIONS: OptionNames<RoleOptions> = { roles: true }

/** A parameter with its purpose in the network; undefined for a plain weight, a bias, a norm's scale. */
export interface Placed extends RecipeParameter {
  readonly purpose: Role | undefined
  readonly isWeight: boolean
}

/**
 * The parameters with their purposes: the role that is given, else the one that is declared.
 *
 * @throws TypeError or RangeError if a kind or a use is declared that there is not; RangeError if a pattern matches nothing.
 */
export function placeAll(
  where: string,
  parameters: readonly RecipeParameter[],
  { roles = {} }: RoleOptions,
): Placed[] {
  const paths = parameters.map(({ path }) => path)
  for (const [role, patterns] of Object.entries(roles)) checkMatches(where, role, [patterns].flat(), paths)
  return parameters.map((parameter) => {
    const { path, role, kind, use, within = [] } = parameter
    checkUse(path, use)
    for (const declared of [kind, ...within]) checkKind(path, declared)
    const purpose = purposeOf(parameter, roles)
    return { ...parameter, purpose, isWeight: isWeight(role) || isWeight(purpose ?? '') }
  })
}

/** Parameters of a role. @throws RangeError if there are none. */
export function demand(where: string, placed: readonly Placed[], role: Role): Placed[] {
  const found = placed.filter(({ purpose }) => purpose === role)
  if (found.length > 0) return found
  const paths = placed.map(({ path }) => path).slice(0, 3)
  const cure = `declare the role, or give { roles: { ${role}: '**.name' } }`
  throw new RangeError(message(where, `a parameter with role ${role}`, `none of ${showNames(paths)}`, cure))
}

function purposeOf(
  { path, role, use, axes }: RecipeParameter,
  roles: NonNullable<RoleOptions['roles']>,
): Role | undefined {
  const given = ROLES.find((name) => [roles[name] ?? []].flat().some((pattern) => matchesPath(pattern, path)))
  if (given !== undefined) return given
  const declared = use === 'attentionOutput' ? 'residualOut' : use
  for (const word of [role, declared]) if (isRole(word)) return word
  return axes?.lookup === true ? 'embedding' : undefined
}

/** Throws unless the options name roles and patterns. */
export function checkRoles(where: string, { roles = {} }: RoleOptions): void {
  if (!isPlain(roles)) throw new TypeError(message(where, 'roles to be patterns by role', show(roles)))
  for (const [role, patterns] of Object.entries(roles)) {
    oneOf(where, 'a role', role, ROLES)
    for (const pattern of [patterns].flat()) {
      if (typeof pattern === 'string' || pattern instanceof RegExp) continue
      throw new TypeError(message(where, `patterns for role ${role}`, show(pattern)))
    }
  }
}

/** Throws if a pattern matches no parameter. */
function checkMatches(
  where: string,
  role: string,
  patterns: readonly Pattern[],
  paths: readonly string[],
): void {
  for (const pattern of patterns) {
    if (paths.some((path) => matchesPath(pattern, path))) continue
    const near = typeof pattern === 'string' ? nearest(pattern, paths) : paths.slice(0, 3)
    const expected = `${where}: expected ${showPattern(pattern)} to match a parameter for role ${role}, got none`
    throw new RangeError(`${expected}; it has ${showNames(near)}`)
  }
}
