import { message } from '@nn/check'
import { Sequential } from '../containers/sequential.ts'
import type { Module } from '../module/module.ts'
import { Recurrent } from '../recurrent/recurrent.ts'
import type { Layout } from './layout.ts'
import { layoutOf } from './layouts.ts'
import { cellLayout, type Interface } from './recurrent.ts'

/** The names of the modules on the way to a layer, and, where it goes both ways, to the cell of each direction. */
export type Scope = (path: string, direction?: 'forward' | 'backward') => readonly string[]

/** One layer of Flax, and where it is in a network of ours. */
export interface Place {
  readonly names: readonly string[]
  /** Before the names of our parameters: empty, or ending in a dot. */
  readonly below: string
  readonly layout: Layout
}

/**
 * The layers of Flax that a network is, each module once, in the order of the tree.
 *
 * @throws RangeError for parameters that are in no layer of Flax, or if two layers have one name.
 */
export function placesOf(net: Module, flax: Interface, scope: Scope | undefined): readonly Place[] {
  const seen = new Set<Module>()
  const visit = (module: Module, path: string, standard: readonly string[]): Place[] => {
    if (seen.has(module)) return []
    seen.add(module)
    const below = path === '' ? '' : `${path}.`
    if (module instanceof Recurrent) return cellsOf(module, { path, below, standard }, flax, scope)
    const layout = layoutOf(module)
    if (layout !== undefined) return [{ names: scope?.(path) ?? standard, below, layout }]
    return module.fields().flatMap(([name, field]) => {
      if ('forward' in field) return visit(field, below + name, [...standard, ...namesAt(module, name, flax)])
      throw new RangeError(
        message(below + name, 'a parameter of a layer that Flax has', `one of ${module.label}`),
      )
    })
  }
  const places = visit(net, '', [])
  const known = new Map<string, string>()
  for (const { names, below } of places) {
    const name = names.join('.')
    const other = known.get(name)
    if (other !== undefined) {
      const cure = 'pass { scope: (path) => … }'
      throw new RangeError(message(below, 'names of its own in Flax', `${name}, as ${other} has`, cure))
    }
    known.set(name, below)
  }
  return places
}

/** The names that `nn.Sequential`, or nnx's, gives to what it holds; those of another module are kept. */
function namesAt(module: Module, name: string, { api }: Interface): readonly string[] {
  if (!/^\d+$/.test(name)) return [name]
  if (api === 'linen') return [`layers_${name}`]
  return module instanceof Sequential ? ['layers', name] : [name]
}

interface Spot {
  readonly path: string
  readonly below: string
  readonly standard: readonly string[]
}

/** A cell for each direction. */
function cellsOf(
  module: Recurrent<boolean, string>,
  { path, below, standard }: Spot,
  flax: Interface,
  scope: Scope | undefined,
): Place[] {
  if (module.layers > 1) {
    const cure = 'give each layer its own'
    throw new RangeError(
      message(path || module.label, 'one recurrent layer', `${module.layers} in one`, cure),
    )
  }
  const ways = module.bidirectional ? (['forward', 'backward'] as const) : [undefined]
  return ways.flatMap((way, i) => {
    const cell = module.cells[i]
    if (cell === undefined) return []
    const suffix = way === 'backward' ? 'L0Reverse' : 'L0'
    const usual = [...standard, ...(way === undefined ? [] : [`${way}_rnn`]), 'cell']
    return [{ names: scope?.(path, way) ?? usual, below, layout: cellLayout(module, cell, suffix, flax) }]
  })
}
