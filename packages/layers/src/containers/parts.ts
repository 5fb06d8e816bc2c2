import { isPlain, message, wrongKind, wrongValue } from '@nn/check'
import { checkLayer, type Layer } from '../activations/activate.ts'
import type { Module } from '../module/module.ts'
import { isModule } from '../tree/nodes.ts'

/** Layers by their places, or by names. */
export type Layers = readonly Layer[] | Readonly<Record<string, Layer>>

/** A frozen copy of an array or an object, of the same type. */
export function frozen<T extends readonly unknown[] | Readonly<Record<string, unknown>>>(parts: T): T {
  const copy: unknown = Object.freeze(Array.isArray(parts) ? [...parts] : { ...parts })
  return copy as T
}

/** The modules among a container's parts, by index or name. */
export function modulesOf(parts: object): [name: string, module: Module][] {
  return Object.entries(parts).filter((entry): entry is [string, Module] => isModule(entry[1]))
}

/** Throws unless a container's parts are modules or functions. */
export function checkLayers(where: string, layers: Layers): void {
  const isNamed = !Array.isArray(layers)
  for (const [name, layer] of Object.entries(layers)) {
    if (isNamed) checkName(where, name)
    checkLayer(where, isNamed ? name : `layer ${name}`, layer)
  }
}

/** Throws unless a container's parts are modules, in an object. */
export function checkModules(where: string, items: object): void {
  const cure = items instanceof Map ? 'pass Object.fromEntries(map)' : undefined
  if (!isPlain(items)) throw wrongKind(where, 'an object of modules', items, cure)
  for (const [name, item] of Object.entries(items)) {
    checkName(where, name)
    checkModule(where, name, item)
  }
}

/** Throws unless a part is a module. */
export function checkModule(where: string, name: string, item: unknown): void {
  if (isModule(item)) return
  const cure = typeof item === 'function' ? `construct it: new ${item.name}(…)` : undefined
  throw wrongKind(where, `${name} to be a module`, item, cure)
}

/** Throws unless a name can be one in a path, and keeps its place among others. */
function checkName(where: string, name: string): void {
  if (name === '' || name.includes('.')) throw wrongValue(where, 'names without dots', name)
  if (!/^(0|[1-9]\d*)$/.test(name)) return
  const cure = `call it layer${name}, or give the layers without names`
  throw new RangeError(message(where, 'names that keep their order', `the integer "${name}"`, cure))
}
