import { message } from '@nn/check'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { StateBuffer } from '../module/state-buffer.ts'
import { building } from './building.ts'
import { isLinked, join, lineage, link, linkable, linkOf, rootOf } from './links.ts'
import { isModule, isParameter, type ModuleField, type ParameterOrBuffer } from './nodes.ts'
import { guardFields } from './tie.ts'

/** What is below a module; a module, parameter or buffer that is met twice counts where it was met first. */
export interface Tree {
  readonly modules: Map<string, Module>
  readonly parameters: Map<string, Parameter>
  readonly buffers: Map<string, StateBuffer>
  /** The modules that have the parameters and buffers, by the same paths. */
  readonly owners: Map<string, Module>
  /** All paths: of what is shared, there are several. */
  readonly places: () => Iterable<Located>
}

/** A parameter or buffer at one of its paths, and the module that has it there. */
type Located = readonly [path: string, node: ParameterOrBuffer, owner: Module]

/** Visits all that is below a module once, and gives each part its place. */
export function walk(root: Module): Tree {
  const tree = {
    modules: new Map<string, Module>(),
    parameters: new Map<string, Parameter>(),
    buffers: new Map<string, StateBuffer>(),
    owners: new Map<string, Module>(),
    places: () => placesBelow(root),
  }
  let isMoved = false
  visit(
    root,
    (place, field, owner, name) => {
      isMoved ||= (linkOf(field)?.parent ?? owner) !== owner
      link(field, owner, name)
      if (isModule(field)) return
      tree.owners.set(place, owner)
      if (isParameter(field)) tree.parameters.set(place, field)
      else tree.buffers.set(place, field)
    },
    (path, module) => tree.modules.set(path, module),
  )
  // Walked from a part, what is shared may have its first place elsewhere in the whole.
  const top = linkable(rootOf(root))
  if (rootOf(root) === root) top.isSettled = true
  else if (isMoved) top.isSettled = false
  return tree
}

/** Gives each part below a root its place, but for those that have one in another tree. */
export function settle(root: Module): void {
  visit(root, (_, field, owner, name) => {
    const known = linkOf(field)
    if (known === undefined || known.parent === owner || rootOf(field) === root) link(field, owner, name)
  })
}

/** What is done with a part at its first place. */
type Enter = (place: string, field: ModuleField, owner: Module, name: string) => void

/** Visits all that is below a module once: each part when it is met, each module again when all below it has been. */
function visit(root: Module, enter: Enter, leave?: (path: string, module: Module) => void): void {
  const seen = new Map<string, ModuleField>()
  // The modules that are open: whose parts are being visited, and those above.
  const open = lineage(root)
  const met = new Set(open)
  const below = (module: Module, path: string): void => {
    for (const [name, field] of module.fields()) {
      const place = join(path, name)
      const isMet = met.has(field)
      if (isMet && open.includes(field)) throw containsItself(place)
      if ((seen.get(place) ?? field) !== field) throw namedTwice(place)
      seen.set(place, field)
      if (isMet) continue
      met.add(field)
      enter(place, field, module, name)
      if (!isModule(field)) continue
      open.push(field)
      below(field, place)
      open.pop()
    }
    leave?.(path, module)
  }
  below(root, '')
}

/** Most paths of what is shared: those of a module that holds one twice, twenty times over. */
const MOST_PATHS = 2 ** 20

/** Parameters and buffers by all their paths, in order. Where modules are shared within shared ones, their number is a product. */
function placesBelow(root: Module): Located[] {
  const places: Located[] = []
  const known = new Map<Module, ReturnType<Module['fields']>>()
  const below = (module: Module, path: string): void => {
    const fields = known.get(module) ?? module.fields()
    known.set(module, fields)
    for (const [name, field] of fields) {
      const place = join(path, name)
      if (isModule(field)) below(field, place)
      else if (places.push([place, field, module]) > MOST_PATHS) throw tooManyPaths(root)
    }
  }
  below(root, '')
  return places
}

function tooManyPaths(root: Module): RangeError {
  const cure = 'take parameters(), which has each once'
  return new RangeError(message(root.constructor.name, `at most ${MOST_PATHS} paths`, 'more', cure))
}

function namedTwice(place: string): RangeError {
  return new RangeError(
    message(place, 'one part of this name', 'several', 'let fields() name each differently'),
  )
}

function containsItself(place: string): RangeError {
  const cure = 'keep references upwards in #private fields'
  return new RangeError(message(place, 'a tree', 'a module that contains itself', cure))
}

/** Links a module that was just made to its parts, which others may be tied to from then on, and those of them whose class does not do so itself to theirs. */
export function adopt(module: Module): void {
  guardFields(module)
  for (const [name, field] of module.fields()) {
    link(field, module, name)
    if (isModule(field)) linkMissing(field)
  }
  building()?.adopted(module)
}

/** Links the parts that have no place yet, down to where all have one. */
function linkMissing(module: Module): void {
  for (const [name, field] of module.fields()) {
    if (isLinked(field)) continue
    link(field, module, name)
    if (isModule(field)) linkMissing(field)
  }
}
