import { message, showShape, wrongKind } from '@nn/check'
import { ShapeError } from '@nn/tensor'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { linkable, unsettle } from './links.ts'
import { isParameter } from './nodes.ts'

/** Where a module has a parameter that a field of it gives. */
type Holder = (module: Module) => Record<string, unknown>

const held: Holder = ({ $state }) => {
  $state.parameters ??= {}
  return $state.parameters
}

/** Lets the parameters among a module's own fields be tied to others by assignment: what is assigned is checked. */
export function guardFields(module: Module): void {
  for (const [name, value] of Object.entries(module)) {
    if (!isParameter(value)) continue
    held(module)[name] = value
    guard(module, name, { holder: held, isField: true })
  }
}

/** Makes a property of a module one that gives a parameter and takes one that fits in its place. */
export function guard(
  module: Module,
  name: string,
  {
    holder,
    key = name,
    isField,
  }: { readonly holder: Holder; readonly key?: string; readonly isField: boolean },
): void {
  // No closure over the module: a clone has the same accessors.
  Object.defineProperty(module, name, {
    enumerable: isField,
    configurable: true,
    get(this: Module): unknown {
      return holder(this)[key]
    },
    set(this: Module, next: unknown) {
      const old = holder(this)[key]
      const where = this.path === '' ? name : `${this.path}.${name}`
      if (isParameter(old)) fitTogether(where, old, next)
      holder(this)[key] = next
      if (isParameter(old)) linkable(old).link = undefined
      unsettle(this)
    },
  })
}

/** Throws unless one parameter can stand for another; a shape that only one of them knows is known to it then. */
function fitTogether(where: string, old: Parameter, next: unknown): void {
  if (!isParameter(next)) {
    const cure = 'to change values, call data.copy_(values) or loadStateDict'
    throw wrongKind(where, 'a parameter to be tied to', next, cure)
  }
  if (next.dtype !== old.dtype) {
    throw new TypeError(message(where, `a parameter of ${old.dtype}`, next.dtype))
  }
  const [shape, given] = [old.shape, next.shape]
  const fits =
    shape.length === given.length &&
    shape.every((length, axis) => (length ?? given[axis]) === (given[axis] ?? length))
  if (!fits) {
    throw new ShapeError(message(where, `a parameter of shape ${showShape(shape)}`, showShape(given)))
  }
  next.$state.shape = Object.freeze(given.map((length, axis) => length ?? shape[axis] ?? null))
}
