import { isPlain, message, nearest, showNames, wrongKind } from '@nn/check'
import { matchesPath, type Pattern } from '@nn/init'
import { showPattern } from '@nn/init/layer'
import { isTensor, type Tensor } from '@nn/tensor'
import type { Trainable } from './trained.ts'

/**
 * Which parameters a group is for: a path, a glob of one (`0.*`, `**.weight`), a regular expression, or what the parameter is to its layer,
 * such as `{ role: 'bias' }`; both at once: `{ path: 'encoder.**', role: 'weight' }`.
 */
export type GroupSelector = Pattern | { readonly path?: Pattern; readonly role?: string }

/** Whether a selector is for a parameter. */
export function selects(selector: GroupSelector, name: string, of: Trainable | Tensor): boolean {
  if (typeof selector === 'string' || selector instanceof RegExp) return matchesPath(selector, name)
  const { path, role } = selector
  if (path !== undefined && !matchesPath(path, name)) return false
  return role === undefined || (!isTensor(of) && of.role === role)
}

/** @throws TypeError unless a value is a selector. */
export function checkSelector(where: string, value: unknown): GroupSelector {
  if (typeof value === 'string' || value instanceof RegExp) return value
  if (isPlain(value)) {
    const { path, role, ...others }: Record<string, unknown> = { ...value }
    const isPath = path === undefined || typeof path === 'string' || path instanceof RegExp
    const isRole = role === undefined || typeof role === 'string'
    const isEmpty = path === undefined && role === undefined
    if (isPath && isRole && !isEmpty && Object.keys(others).length === 0) {
      return { ...(path !== undefined && { path }), ...(role !== undefined && { role }) }
    }
  }
  throw wrongKind(where, 'the pattern of a group, or { path, role }', value)
}

/** A selector as messages show it. */
function showSelector(selector: GroupSelector): string {
  if (typeof selector === 'string' || selector instanceof RegExp) return showPattern(selector)
  const { path, role } = selector
  return [path === undefined ? [] : showPattern(path), role === undefined ? [] : `role ${role}`]
    .flat()
    .join(', ')
}

/** The error of a group that has no parameter. */
export function idleError(where: string, selector: GroupSelector, names: readonly string[]): RangeError {
  const path = typeof selector === 'string' || selector instanceof RegExp ? selector : selector.path
  const near = typeof path === 'string' ? nearest(path, new Set(names)) : names.slice(0, 3)
  const expected = `group ${showSelector(selector)} to be the first for a parameter`
  return new RangeError(message(where, expected, 'none', `there are ${showNames(near)}`))
}
