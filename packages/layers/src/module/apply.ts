import { atOnce, message, nearest, show, showNames } from '@nn/check'
import { isClass, type ModuleClass } from '../initialize/selector.ts'
import type { Module } from './module.ts'

/** What `apply` was given: a function, or a class and a function for the modules of it. */
export type ApplyArguments = readonly [of: unknown, fn?: unknown]

/**
 * Calls a function with every module, or with those of a class.
 *
 * @throws TypeError unless there is a function that answers at once; RangeError if no module is of the class.
 */
export function applyTo(where: string, modules: Iterable<Module>, given: ApplyArguments): void {
  const [of, fn] = given.length === 1 ? [undefined, given[0]] : given
  if (given.length > 1 && !isClass(of)) {
    throw new TypeError(message(where, 'apply to be given a class of modules', show(of), 'such as Dense'))
  }
  if (typeof fn !== 'function' || isModernClass(fn)) {
    const cure = isModernClass(fn) ? `give the function, too: apply(${fn.name}, (module) => …)` : undefined
    throw new TypeError(message(where, 'apply to be given a function', show(fn), cure))
  }
  const all = [...modules]
  const meant = isClass(of) ? all.filter((module) => module instanceof of) : all
  if (isClass(of) && meant.length === 0) {
    const classes = new Set(all.map((module) => module.constructor.name))
    const near = showNames(nearest(of.name, classes))
    throw new RangeError(
      message(where, `a module of class ${of.name || '(anonymous)'}`, 'none', `it has ${near}`),
    )
  }
  for (const module of meant) atOnce(where, 'apply to be given a function that answers at once', fn(module))
}

/** Whether a value is a class that cannot be called. */
function isModernClass(value: unknown): value is ModuleClass {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value))
}
