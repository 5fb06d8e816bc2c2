import { message } from '@nn/check'
import type { Module } from '../module/module.ts'
import { Recurrent } from '../recurrent/recurrent.ts'
import type { Layout } from './layout.ts'
import { layoutOf } from './layouts.ts'
import { Names } from './names.ts'
import { cellLayout, recurrentClass } from './recurrent.ts'

/** One layer of Keras, and where it is in a network of ours. */
export interface Place {
  /** Before the names of its weights. */
  readonly name: string
  /** Before the names of our parameters: empty, or ending in a dot. */
  readonly path: string
  readonly layout: Layout
}

type NameOf = (path: string, module: Module) => string | undefined

/**
 * The layers of Keras that a network is, each module once, in the order of the tree.
 *
 * @throws RangeError for parameters that are in no layer of Keras, or if two layers have one name.
 */
export function placesOf(
  net: Module,
  prefix: string | undefined,
  nameOf: NameOf | undefined,
): readonly Place[] {
  const names = new Names(nameOf)
  const seen = new Set<Module>()
  const lead = prefix === undefined || prefix === '' ? '' : `${prefix}/`
  const visit = (module: Module, path: string): Place[] => {
    if (seen.has(module)) return []
    seen.add(module)
    const found = placesAt(module, path, names)
    if (found !== undefined) return found
    return module.fields().flatMap(([name, field]) => {
      const below = path === '' ? name : `${path}.${name}`
      if ('forward' in field) return visit(field, below)
      throw new RangeError(message(below, 'a parameter of a layer that Keras has', `one of ${module.label}`))
    })
  }
  const places = visit(net, '').map((place) => ({ ...place, name: lead + place.name }))
  const twice = places.find(({ name }, i) => places.findIndex((other) => other.name === name) < i)
  if (twice === undefined) return places
  const where = twice.path.slice(0, -1)
  throw new RangeError(message(where, 'a name of its own in Keras', twice.name, 'pass { name: (path) => … }'))
}

function placesAt(module: Module, path: string, names: Names): Place[] | undefined {
  const below = path === '' ? '' : `${path}.`
  if (module instanceof Recurrent) return recurrentPlaces(module, path, below, names)
  const layout = layoutOf(module)
  if (layout === undefined) return undefined
  if (layout.names.length === 0) return []
  return [{ name: names.of(path, module, layout.className), path: below, layout }]
}

/** A layer of Keras for each of the layers one behind the other, both ways within a `Bidirectional`. */
function recurrentPlaces(
  module: Recurrent<boolean, string>,
  path: string,
  below: string,
  names: Names,
): Place[] {
  const { className, cell: inner } = recurrentClass(module)
  const ways = module.bidirectional ? 2 : 1
  const named = (i: number): string => {
    const own = ways === 2 ? 'Bidirectional' : className
    return module.layers === 1 || i === 0 ? names.of(path, module, own) : names.next(own)
  }
  return Array.from({ length: module.layers }, (_, i) => {
    const single = ways === 2 ? names.next(className) : ''
    const name = named(i)
    return Array.from({ length: ways }, (_, way) => {
      const cell = module.cells[i * ways + way]
      if (cell === undefined) return []
      const suffix = `L${i}${way === 1 ? 'Reverse' : ''}`
      const within = ways === 1 ? name : `${name}/${way === 0 ? 'forward' : 'backward'}_${single}`
      return [{ name: `${within}/${inner}`, path: below, layout: cellLayout(module, cell, suffix) }]
    }).flat()
  }).flat()
}
