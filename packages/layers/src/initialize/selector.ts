import { nearest } from '@nn/check'
import { matchesPath, type Pattern } from '@nn/init'
import { showPattern } from '@nn/init/layer'
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

/** Whether a selector is for a parameter. */
export function selects(selector: Selector, place: Place): boolean {
  if (typeof selector === 'string' || selector instanceof RegExp) return matchesPath(selector, place.path)
  if (typeof selector === 'function') return place.owner instanceof selector
  const { path, role, type } = selector
  if (path !== undefined && !matchesPath(path, place.path)) return false
  if (role !== undefined && role !== place.role) return false
  return type === undefined || place.owner instanceof type
}

/** Whether a value is a selector. */
export function isSelector(value: unknown): value is Selector {
  if (typeof value === 'string' || value instanceof RegExp || typeof value === 'function') return true
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { path = '', role = '', type = Object, ...others } = value as Record<string, unknown>
  const isPath = typeof path === 'string' || path instanceof RegExp
  const isKnown = Object.keys(others).length === 0 && Object.keys(value).length > 0
  return isKnown && isPath && typeof role === 'string' && typeof type === 'function'
}

/** A selector as messages and tables show it. */
export function showSelector(selector: Selector): string {
  if (typeof selector === 'string' || selector instanceof RegExp) return showPattern(selector)
  if (typeof selector === 'function') return selector.name
  const { path, role, type } = selector
  const shown = [
    ...(type === undefined ? [] : [type.name]),
    ...(role === undefined ? [] : [`role ${JSON.stringify(role)}`]),
    ...(path === undefined ? [] : [showPattern(path)]),
  ]
  return shown.join(', ')
}

/** What there is instead of what a selector asks for: the nearest paths, the classes, or the roles. */
export function nearestTo(selector: Selector, places: readonly Place[]): readonly string[] {
  const paths = [...new Set(places.map(({ path }) => path))]
  if (typeof selector === 'string') return nearest(selector, paths)
  if (selector instanceof RegExp) return paths.slice(0, 3)
  if (typeof selector === 'function') {
    return [...new Set(places.flatMap(({ owner }) => owner?.constructor.name ?? []))].slice(0, 3)
  }
  const { path, role } = selector
  if (role !== undefined && !places.some((place) => place.role === role)) {
    return nearest(role, new Set(places.map((place) => `role ${place.role}`)))
  }
  return typeof path === 'string' ? nearest(path, paths) : paths.slice(0, 3)
}
