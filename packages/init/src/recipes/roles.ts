import { isPlain, message, nearest, type OptionNames, oneOf, show } from '@nn/check'
import { matchesPath, type Pattern, showPattern } from '../parameter/pattern.ts'
import { isWeight } from '../parameter/roles.ts'
import type { RecipeParameter } from './recipe.ts'

/** What a parameter is to its network. */
export type Role =
  | 'embedding'
  | 'value'
  | 'feedforward'
  | 'residualOut'
  | 'residualGain'
  | 'residualScale'
  | 'layerScale'
  | 'shortcut'
  | 'readout'

/** Which parameters have a role, where they do not declare it themselves. */
export interface RoleOptions {
  /** Paths by role, as `{ residualOut: '**.c_proj.weight' }`. */
  readonly roles?: Readonly<Partial<Record<Role, Pattern | readonly Pattern[]>>>
}

export const ROLE_OPTIONS: OptionNames<RoleOptions> = { roles: true }

const ROLES: readonly Role[] = [
  'embedding',
  'value',
  'feedforward',
  'residualOut',
  'residualGain',
  'residualScale',
  'layerScale',
  'shortcut',
  'readout',
]

/** Where the layers of this library have them: the fields of `MultiheadAttention` and of the transformers' layers. */
const KNOWN: Readonly<Partial<Record<Role, readonly Pattern[]>>> = {
  value: ['**vProjWeight'],
  feedforward: ['**linear1.weight'],
  residualOut: ['**outProj.weight', '**linear2.weight'],
}

/** A parameter with its role in the network; undefined for a plain weight, a bias, a norm's scale. */
export interface Placed extends RecipeParameter {
  readonly part: Role | undefined
  readonly isWeight: boolean
}

/** Finds the role of each parameter: the one that is given, else the one declared, else what its layer is known for. */
export function placeAll(
  where: string,
  parameters: readonly RecipeParameter[],
  { roles = {} }: RoleOptions,
): Placed[] {
  const paths = parameters.map(({ path }) => path)
  for (const [role, patterns] of Object.entries(roles)) checkMatches(where, role, [patterns].flat(), paths)
  return parameters.map((parameter) => {
    const part = partOf(parameter, roles)
    return { ...parameter, part, isWeight: isWeight(parameter.role) || isWeight(part ?? '') }
  })
}

/** Parameters of a role. @throws RangeError if there are none. */
export function demand(where: string, placed: readonly Placed[], role: Role): Placed[] {
  const found = placed.filter(({ part }) => part === role)
  if (found.length > 0) return found
  const paths = placed.map(({ path }) => path).slice(0, 3)
  const cure = `declare the role, or give { roles: { ${role}: '**.name' } }`
  throw new RangeError(
    `${where}: expected a parameter with role ${role}, got none of ${paths.join(', ')}; ${cure}`,
  )
}

function partOf(
  { path, role, axes }: RecipeParameter,
  roles: NonNullable<RoleOptions['roles']>,
): Role | undefined {
  const given = ROLES.find((name) => [roles[name] ?? []].flat().some((pattern) => matchesPath(pattern, path)))
  if (given !== undefined) return given
  if (ROLES.includes(role as Role)) return role as Role
  if (axes?.lookup === true) return 'embedding'
  return ROLES.find((name) => KNOWN[name]?.some((pattern) => matchesPath(pattern, path)))
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
    throw new RangeError(`${expected}; it has ${near.join(', ')}`)
  }
}
