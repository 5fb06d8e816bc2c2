import { message } from '@nn/check'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { StateBuffer } from '../module/state-buffer.ts'
import { join, lineage, link } from './links.ts'
import { isModule, isParameter, isStateBuffer, type ModuleField, type ParameterOrBuffer } from './nodes.ts'

/** What is below a module; a module, parameter or buffer that is met twice counts where it was met first. */
export interface Tree {
  readonly modules: Map<string, Module>
  readonly parameters: Map<string, Parameter>
  readonly buffers: Map<string, StateBuffer>
  /** Parameters and buffers by all their paths: of what is shared, there are several. */
  readonly places: Map<string, ParameterOrBuffer>
  /** The modules that have them, by the same paths. */
  readonly owners: Map<string, Module>
}

/** The modules, parameters and buffers among the own enumerable fields, by name; arrays name theirs `blocks.0`. */
export function fieldsOf(module: object): [name: string, field: ModuleField][] {
  return Object.entries(module)
    .flatMap(([name, value]): [string, unknown][] =>
      Array.isArray(value) ? value.map((item, i) => [`${name}.${i}`, item]) : [[name, value]],
    )
    .filter((entry): entry is [string, ModuleField] => isField(entry[1]))
}

function isField(value: unknown): value is ModuleField {
  return isModule(value) || isParameter(value) || isStateBuffer(value)
}

/** Visits all that is below a module, and gives each part its place. */
export function walk(root: Module): Tree {
  const tree: Tree = {
    modules: new Map(),
    parameters: new Map(),
    buffers: new Map(),
    places: new Map(),
    owners: new Map(),
  }
  const seen = new Set<ModuleField>([root])
  /** Notes what is below; where `isAlias`, all of it was met before and gets but one more path. */
  const collect = (module: Module, path: string, above: readonly object[], isAlias: boolean): void => {
    for (const [name, field] of module.fields()) {
      const place = join(path, name)
      if (above.includes(field)) throw containsItself(place)
      const wasSeen = isAlias || seen.has(field)
      seen.add(field)
      if (!wasSeen) link(field, module, name)
      if (isModule(field)) {
        collect(field, place, [field, ...above], wasSeen)
        continue
      }
      tree.places.set(place, field)
      tree.owners.set(place, module)
      if (wasSeen) continue
      if (isParameter(field)) tree.parameters.set(place, field)
      else tree.buffers.set(place, field)
    }
    if (!isAlias) tree.modules.set(path, module)
  }
  collect(root, '', lineage(root), false)
  return tree
}

function containsItself(place: string): RangeError {
  const cure = 'keep references upwards in #private fields'
  return new RangeError(message(place, 'a tree', 'a module that contains itself', cure))
}
