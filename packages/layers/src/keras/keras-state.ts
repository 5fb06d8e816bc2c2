import { checkOptions, message, type OptionNames, show, wrongKind } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkForeignNames } from '../foreign/check-names.ts'
import type { Module } from '../module/module.ts'
import { LoadReport, type StateDict } from '../module/state-dict.ts'
import { isModule } from '../tree/nodes.ts'
import { type Place, placesOf } from './places.ts'

/** How a network's layers are called in Keras. */
export interface KerasNameOptions {
  /** In front of all names, as `'sequential'` for a `keras.Sequential`. Default none, as for a functional model. */
  readonly prefix?: string | undefined
  /** The name of a layer, by its path and module; undefined for the one that it would have. */
  readonly name?: ((path: string, module: Module) => string | undefined) | undefined
}

const NAMES: OptionNames<KerasNameOptions> = { prefix: true, name: true }

function open(where: string, net: Module, options: KerasNameOptions): readonly Place[] {
  if (!isModule(net)) throw wrongKind(where, 'a module', net)
  checkOptions(where, options, NAMES)
  const { prefix, name } = options
  if (prefix !== undefined && typeof prefix !== 'string') {
    throw new TypeError(message(where, 'prefix to be a text', show(prefix)))
  }
  if (name !== undefined && typeof name !== 'function') {
    throw new TypeError(message(where, 'name to be a function of paths', show(name)))
  }
  return placesOf(net, prefix, name)
}

/**
 * The values of a network under the names that Keras gives them (`weight.path`), in Keras's layouts: `dense/kernel` `[in, out]`,
 * `conv2d/kernel` `[height, width, in, out]`, a GRU's gates in Keras's order, `multi_head_attention/query/kernel` `[in, heads, length]`.
 * A layer is called by the last part of its path, or, where that is a number, by its class, numbered from the second on, as Keras does
 * it; activations, pools and dropouts have no weights. Values are views where they can be.
 *
 * @throws RangeError for a layer that Keras does not have, with its path, or if two have one name; NotReadyError if one has no values.
 * @see https://keras.io/api/models/model/
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { keras } from '@nn/init/keras'
 * import { Dense, relu, Sequential } from '@nn/layers'
 * import { kerasStateDict } from '@nn/layers/keras'
 * const net = new Sequential(new Dense(4, { inUnits: 3, activation: relu }), new Dense(1, { inUnits: 4 }))
 * net.initialize({ dialect: keras({ seed: 42 }), backend: cpu })
 * const state = kerasStateDict(net, { prefix: 'sequential' })
 * const names = [...state.keys()]
 * names // => ['sequential/dense/kernel', 'sequential/dense/bias', 'sequential/dense_1/kernel', 'sequential/dense_1/bias']
 * state.get('sequential/dense/kernel')?.shape // => [3, 4]
 * ```
 */
export function kerasStateDict(net: Module, options: KerasNameOptions = {}): StateDict {
  const places = open('kerasStateDict', net, options)
  return new Map(
    places.flatMap(({ name, layout }) =>
      Object.entries(layout.toKeras()).map(([weight, value]) => [`${name}/${weight}`, value] as const),
    ),
  )
}

/**
 * Takes values under Keras's names and in its layouts, all or none: the way back of `kerasStateDict`, with the same options. What Keras has
 * beyond weights, such as the state of a seed generator or an optimizer, is not to be in the dict.
 *
 * @throws StateDictError, with the report, if names are missing or unexpected or a shape does not fit; RangeError for a layer that Keras
 * does not have, or a GRU with `reset_after=False`, which is another function; TypeError if a value is no tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, Sequential } from '@nn/layers'
 * import { loadKerasStateDict } from '@nn/layers/keras'
 * const net = new Sequential({ hidden: new Dense(2), out: new Dense(1, { useBias: false }) })
 * const state = new Map([['hidden/kernel', cpu.tensor([[1, 2]])], ['hidden/bias', cpu.zeros([2])], ['out/kernel', cpu.tensor([[10], [1]])]])
 * loadKerasStateDict(net, state).loaded.length // => 3
 * net.forward(cpu.tensor([[1]])).toNested() // => [[12]]
 * loadKerasStateDict(net, new Map([['hidden/kernel', cpu.ones([1, 2])]])) // throws /missing .*hidden\/bias.*; nothing was loaded/
 * ```
 */
export function loadKerasStateDict(
  net: Module,
  state: ReadonlyMap<string, Tensor>,
  options: KerasNameOptions = {},
): LoadReport {
  const where = 'loadKerasStateDict'
  const places = open(where, net, options)
  const wanted = places.flatMap(({ name, layout }) => layout.names.map((weight) => `${name}/${weight}`))
  checkForeignNames(where, state, wanted)
  const turned = new Map(places.flatMap((place) => Object.entries(ours(place, state))))
  net.loadStateDict(turned)
  return new LoadReport({ loaded: wanted, missing: [], unexpected: [], mismatched: [] })
}

/** The values of one layer by the paths of its parameters. */
function ours({ name, path, layout }: Place, state: ReadonlyMap<string, Tensor>): Record<string, Tensor> {
  const values = layout.names.flatMap((weight) => {
    const value = state.get(`${name}/${weight}`)
    return value === undefined ? [] : [[weight, value] as const]
  })
  const turned = layout.fromKeras(Object.fromEntries(values))
  return Object.fromEntries(Object.entries(turned).map(([own, value]) => [path + own, value]))
}
