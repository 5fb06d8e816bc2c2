import { checkOptions, message, type OptionNames, oneOf, show, wrongKind } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkForeignNames } from '../foreign/check-names.ts'
import type { Module } from '../module/module.ts'
import { LoadReport, type StateDict } from '../module/state-dict.ts'
import { isModule } from '../tree/nodes.ts'
import type { Piece } from './layout.ts'
import { type Place, placesOf, type Scope } from './places.ts'

/** How a network's layers are called in Flax. */
export interface FlaxNameOptions {
  /** `'linen'` (default): names begin with their collection, `params` or `batch_stats`; `'nnx'`: with the model's attributes. */
  readonly api?: 'linen' | 'nnx' | undefined
  /**
   * The names of the modules on the way to a layer, of a recurrent one to its cell, as the dialect takes them. Default: those of
   * `nn.Sequential`, `'2'` as `layers_2`, or, in nnx, the path with `layers` before the numbers of a Sequential.
   */
  readonly scope?: Scope | undefined
  /** nnx's class of LSTMs. Default `'LSTMCell'`. */
  readonly lstm?: 'LSTMCell' | 'OptimizedLSTMCell' | undefined
}

const NAMES: OptionNames<FlaxNameOptions> = { api: true, scope: true, lstm: true }

interface Named extends Place {
  readonly nameOf: (piece: Piece) => string
}

function open(where: string, net: Module, options: FlaxNameOptions): readonly Named[] {
  if (!isModule(net)) throw wrongKind(where, 'a module', net)
  checkOptions(where, options, NAMES)
  const { api = 'linen', scope, lstm = 'LSTMCell' } = options
  oneOf(where, 'api', api, ['linen', 'nnx'])
  oneOf(where, 'lstm', lstm, ['LSTMCell', 'OptimizedLSTMCell'])
  if (scope !== undefined && typeof scope !== 'function') {
    throw new TypeError(message(where, 'scope to be a function of paths', show(scope)))
  }
  const named: Scope | undefined = scope && ((path, way) => checkNames(where, scope(path, way)))
  return placesOf(net, { api, lstm }, named).map((place) => ({
    ...place,
    nameOf: ({ collection = 'params', name }) =>
      [...(api === 'linen' ? [collection] : []), ...place.names, name].join('.'),
  }))
}

/**
 * The values of a network under the names that Flax gives them, with dots, in Flax's layouts: `params.layers_0.kernel` `[in, out]`,
 * `[height, width, in, out]` of a convolution, a kernel for each gate of an LSTM, `[in, heads, length]` for the queries of an attention,
 * `batch_stats.layers_1.mean`. Values are views where they can be.
 *
 * @throws RangeError for a layer that Flax does not have, with its path, or if two have one name; NotReadyError if one has no values.
 * @see https://flax.readthedocs.io/en/latest/guides/flax_basics.html
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { flax } from '@nn/init/flax'
 * import { Dense, Relu, Sequential } from '@nn/layers'
 * import { flaxStateDict } from '@nn/layers/flax'
 * const net = new Sequential(new Dense(4, { inUnits: 3 }), new Relu(), new Dense(1, { inUnits: 4 }))
 * net.initialize({ dialect: flax({ seed: 42 }), backend: cpu })
 * const state = flaxStateDict(net)
 * const names = [...state.keys()]
 * names // => ['params.layers_0.kernel', 'params.layers_0.bias', 'params.layers_2.kernel', 'params.layers_2.bias']
 * state.get('params.layers_0.kernel')?.shape // => [3, 4]
 * ```
 */
export function flaxStateDict(net: Module, options: FlaxNameOptions = {}): StateDict {
  const places = open('flaxStateDict', net, options)
  return new Map(
    places.flatMap(({ layout, nameOf }) =>
      layout.pieces.map((piece) => [nameOf(piece), piece.read()] as const),
    ),
  )
}

/**
 * Takes values under Flax's names and in its layouts, all or none: the way back of `flaxStateDict`, with the same options.
 *
 * @throws StateDictError, with the report, if names are missing or unexpected or a shape does not fit; RangeError for a layer that Flax
 * does not have; TypeError if a value is no tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, Sequential } from '@nn/layers'
 * import { loadFlaxStateDict } from '@nn/layers/flax'
 * const net = new Sequential({ Dense_0: new Dense(1, { useBias: false }) })
 * loadFlaxStateDict(net, new Map([['params.Dense_0.kernel', cpu.tensor([[10], [1]])]])).loaded.length // => 1
 * net.forward(cpu.tensor([[1, 2]])).toNested() // => [[12]]
 * loadFlaxStateDict(net, new Map([['Dense_0.kernel', cpu.ones([2, 1])]])) // throws /1 missing \(params\.Dense_0\.kernel\)/
 * ```
 */
export function loadFlaxStateDict(
  net: Module,
  state: ReadonlyMap<string, Tensor>,
  options: FlaxNameOptions = {},
): LoadReport {
  const where = 'loadFlaxStateDict'
  const places = open(where, net, options)
  const wanted = places.flatMap(({ layout, nameOf }) => layout.pieces.map(nameOf))
  checkForeignNames(where, state, wanted)
  net.loadStateDict(new Map(places.flatMap((place) => Object.entries(ours(place, state)))))
  return new LoadReport({ loaded: wanted, missing: [], unexpected: [], mismatched: [] })
}

/** The values of one layer by the paths of its parameters. */
function ours({ below, layout, nameOf }: Named, state: ReadonlyMap<string, Tensor>): Record<string, Tensor> {
  const values = layout.pieces.flatMap((piece) => {
    const value = state.get(nameOf(piece))
    return value === undefined ? [] : [[piece.name, value] as const]
  })
  const turned = layout.back(Object.fromEntries(values))
  return Object.fromEntries(Object.entries(turned).map(([own, value]) => [below + own, value]))
}

/** What a scope gave, if it is a list of names. */
function checkNames(where: string, names: readonly string[]): readonly string[] {
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names
  throw new TypeError(message(where, 'scope to give an array of names', show(names)))
}
