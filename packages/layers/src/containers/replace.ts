import { didYouMean, message, show, wrongKind } from '@nn/check'
import { checkLayer, type Layer } from '../activations/activate.ts'
import type { Module } from '../module/module.ts'
import { linkable, unsettle } from '../tree/links.ts'
import { isModule } from '../tree/nodes.ts'
import { adopt } from '../tree/walk.ts'
import type { ModuleDict, ModuleList } from './module-list.ts'
import type { Parallel } from './parallel.ts'
import { checkModule, frozen, type Layers } from './parts.ts'
import type { Sequential } from './sequential.ts'

/** The indices of a tuple as numbers, any number for an array, the names of an object. */
export type PartName<T> = T extends readonly unknown[]
  ? number extends T['length']
    ? number
    : Exclude<keyof T, keyof []> extends `${infer I extends number}`
      ? I
      : never
  : keyof T & string

/** The type of parts of which one was replaced. */
export type Replaced<T, K extends string | number, P, Part> = (
  T extends readonly unknown[]
    ? number extends T['length']
      ? readonly (T[number] | P)[]
      : { readonly [I in keyof T]: I extends `${K}` ? P : T[I] }
    : { readonly [I in keyof T]: I extends K ? P : T[I] }
) extends infer R extends readonly Part[] | Readonly<Record<string, Part>>
  ? R
  : never

/**
 * Puts another part into a container, in the place of the one of this index or name, such as a new head; returns the container, with
 * its new type. The part is as it was given: `initialize` it by itself, its place in the network picks its stream. Optimisers that were
 * made before still have the old one's parameters.
 *
 * @throws TypeError if the container or the part is none, RangeError if there is no part of this name; nothing was replaced.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, relu, replace, Sequential } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const net = new Sequential({ body: new Dense(8, { activation: relu }), head: new Dense(1000) })
 * net.initialize({ rng })
 * const tuned = replace(net, 'head', new Dense(2))
 * tuned.layers.head.initialize({ rng })
 * tuned.forward(cpu.ones([1, 4])).shape // => [1, 2]
 * net === tuned // => true
 * replace(net, 'heat', relu) // throws /expected a part, got "heat"; did you mean "head"\?/
 * ```
 */
export function replace<T extends Layers, const K extends PartName<T>, P extends Layer>(
  container: Sequential<T>,
  name: K,
  part: P,
): Sequential<Replaced<T, K, P, Layer>>
export function replace<T extends readonly Layer[], const K extends PartName<T>, P extends Layer>(
  container: Parallel<T>,
  name: K,
  part: P,
): Parallel<Extract<Replaced<T, K, P, Layer>, readonly Layer[]>>
export function replace<T extends readonly Module[], const K extends PartName<T>, P extends Module>(
  container: ModuleList<T>,
  name: K,
  part: P,
): ModuleList<Extract<Replaced<T, K, P, Module>, readonly Module[]>>
export function replace<
  T extends Readonly<Record<string, Module>>,
  const K extends PartName<T>,
  P extends Module,
>(
  container: ModuleDict<T>,
  name: K,
  part: P,
): ModuleDict<Extract<Replaced<T, K, P, Module>, Readonly<Record<string, Module>>>>
export function replace(container: Module, name: string | number, part: Layer): Module {
  const field = partsField(container)
  const { label } = container
  const parts: Readonly<Record<string, unknown>> = Reflect.get(container, field)
  const key = typeof name === 'number' ? String(name) : name
  const names = Object.keys(parts)
  if (!names.includes(key)) {
    const cure = names.length > 0 && typeof key === 'string' ? didYouMean(key, names) : undefined
    throw new RangeError(message(label, 'a part', show(name), cure))
  }
  if (field === 'layers') checkLayer(label, key, part)
  else checkModule(label, key, part)
  const old = parts[key]
  const all: unknown[] | Record<string, unknown> = Array.isArray(parts) ? [...parts] : { ...parts }
  Reflect.set(all, key, part)
  Reflect.set(container, field, frozen(all as never))
  if (isModule(old)) linkable(old).link = undefined
  adopt(container)
  unsettle(container)
  return container
}

/** The field in which a container has its parts. */
function partsField(container: Module): 'layers' | 'items' {
  if (isModule(container)) {
    for (const field of ['layers', 'items'] as const) {
      if (typeof Reflect.get(container, field) === 'object') return field
    }
  }
  throw wrongKind('replace', 'a Sequential, Parallel, ModuleList or ModuleDict', container)
}
