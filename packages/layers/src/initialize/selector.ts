import { message, nearest, show, showNames } from '@nn/check'
import type { Pattern } from '@nn/init'
import { matchesPath, showPattern } from '@nn/init/layer'
import type { Module } from '../module/module.ts'

/** A class of modules: what `instanceof` takes. */
export type ModuleClass = abstract new (...args: never[]) => Module

/** Parameters by several things at once; what is left out does not count. */
export interface Criteria {
  readonly path?: Pattern
  /** What the parameter is to its layer: `weight`, `bias`, `scale`, … */
  readonly role?: string
  /** The class of the module whose field it is. */
  readonly type?: ModuleClass
}

/**
 * Which parameters a rule is for: a path, a glob of one (`0.*`, `**.weight`, `layer?.bias`), a regular expression, the class of the
 * module that has it, or several of these at once.
 */
export type Selector = Pattern | ModuleClass | Criteria

/** A parameter at one of its places. */
export interface Place {
  readonly path: string
  readonly role: string
  /** The module that has it there. */
  readonly owner: object | undefined
}

/** A selector of one thing as one of several. */
function criteriaOf(selector: Selector): Criteria {
  if (typeof selector === 'string' || selector instanceof RegExp) return { path: selector }
  return typeof selector === 'function' ? { type: selector } : selector
}

/** The one path that a selector can be for, if that is all that it says. */
export function exactPath(selector: Selector): string | undefined {
  const { path } = criteriaOf(selector)
  return typeof path === 'string' && !/[*?]/.test(path) ? path : undefined
}

/** Whether a selector is for a parameter. */
export function selects(selector: Selector, place: Place): boolean {
  const { path, role, type } = criteriaOf(selector)
  if (path !== undefined && !matchesPath(path, place.path)) return false
  if (role !== undefined && role !== place.role) return false
  return type === undefined || place.owner instanceof type
}

/** Whether a value is a selector. */
export function isSelector(value: unknown): value is Selector {
  if (typeof value === 'string' || value instanceof RegExp || isClass(value)) return true
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { path = '', role = '', type = Object, ...others } = value as Record<string, unknown>
  const isPath = typeof path === 'string' || path instanceof RegExp
  const isKnown = Object.keys(others).length === 0 && Object.keys(value).length > 0
  return isKnown && isPath && typeof role === 'string' && isClass(type)
}

/** Whether a value can stand behind `instanceof`, as arrow functions cannot. */
export function isClass(value: unknown): value is ModuleClass {
  return typeof value === 'function' && typeof value.prototype === 'object'
}

/** A selector as messages and tables show it. */
export function showSelector(selector: Selector): string {
  const { path, role, type } = criteriaOf(selector)
  const shown = [type?.name, role && `role ${show(role)}`, path === undefined ? undefined : showPattern(path)]
  return shown.filter((part) => part !== undefined).join(', ')
}

/** The places that a selector is for. @throws RangeError if there are none, with what there is instead. */
export function checkMatch(
  where: string,
  what: string,
  selector: Selector,
  places: readonly Place[],
): readonly Place[] {
  const matched = places.filter((place) => selects(selector, place))
  if (matched.length > 0) return matched
  const near = nearestTo(selector, places)
  const cure = near.length === 0 ? 'it has none' : `it has ${showNames(near)}`
  throw new RangeError(message(where, `${what} to match a parameter`, 'none', cure))
}

/** The nearest paths to what a selector asks for, or the classes, or the roles. */
function nearestTo(selector: Selector, places: readonly Place[]): readonly string[] {
  const { path, role, type } = criteriaOf(selector)
  if (role !== undefined && !places.some((place) => place.role === role)) {
    return nearest(role, new Set(places.map((place) => `role ${place.role}`)))
  }
  const isOfType = path === undefined && type !== undefined
  const there = new Set(
    places.flatMap((place) => (isOfType ? (place.owner?.constructor.name ?? []) : place.path)),
  )
  return typeof path === 'string' ? nearest(path, there) : [...there].slice(0, 3)
}
