import { message, show, wrongKind } from '@nn/check'
import { isModule, isStateBuffer } from '../tree/nodes.ts'
import { walk } from '../tree/walk.ts'
import type { Module } from './module.ts'
import { snakeCase } from './python-names.ts'

/** Anything by path or name, in a map or an object. */
export type NamedValues<V> = ReadonlyMap<string, V> | Readonly<Record<string, V>>

/**
 * A state dict under the names that PyTorch has for the same model: each path by `snakeCase`. The fields of our layers turn into
 * PyTorch's; those of a model of one's own are the Python names where they are written as there.
 *
 * @throws TypeError if the state is neither a Map nor an object, RangeError if two paths have one name.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Lstm, toPython } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const lstm = new Lstm(4, { inUnits: 3, useBias: false })
 * lstm.initialize({ rng: createRng(42), backend: cpu })
 * const names = [...toPython(lstm.stateDict()).keys()]
 * names // => ['weight_ih_l0', 'weight_hh_l0']
 * ```
 */
export function toPython<V>(state: NamedValues<V>): Map<string, V> {
  const byPath = new Map(entriesOf('toPython', state))
  checkNames('toPython', byPath.keys())
  return new Map([...byPath].map(([path, value]) => [snakeCase(path), value]))
}

/**
 * A state dict of PyTorch under the paths of a model, for `loadStateDict`: the model declares the names, and each of its paths is read
 * by its own, so that nothing has to be turned back. A name that the model does not have stays as it is, and is unexpected.
 *
 * @throws TypeError if the first is no module or the state neither a Map nor an object; RangeError if two paths of the model have one
 * name, or the state has both a path and its name.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { BatchNorm, fromPython } from '@nn/layers'
 * const file = { running_mean: cpu.zeros([2]), running_var: cpu.ones([2]) }
 * const norm = new BatchNorm({ affine: false })
 * norm.loadStateDict(fromPython(norm, file), { strict: false }).missing // => ['numBatchesTracked']
 * ```
 */
export function fromPython<V>(module: Module, state: NamedValues<V>): Map<string, V> {
  if (!isModule(module)) throw wrongKind('fromPython', 'a module', module)
  const places = [...walk(module).places()].flatMap(([path, node]) =>
    isStateBuffer(node) && !node.persistent ? [] : [path],
  )
  const paths = checkNames(module.label, places)
  const turned = new Map<string, V>()
  for (const [name, value] of entriesOf('fromPython', state)) {
    const path = paths.get(name) ?? name
    if (turned.has(path)) {
      const got = `${show(path)} and ${show(snakeCase(path))}`
      throw new RangeError(message('fromPython', 'each value once', got, 'leave one out'))
    }
    turned.set(path, value)
  }
  return turned
}

/** Paths by the names of Python. @throws RangeError if two have one. */
function checkNames(where: string, paths: Iterable<string>): Map<string, string> {
  const named = new Map<string, string>()
  for (const path of paths) {
    const name = snakeCase(path)
    const other = named.get(name)
    if (other !== undefined) {
      const got = `${show(name)} of ${show(other)} and ${show(path)}`
      throw new RangeError(message(where, 'a name of Python for each path', got, 'rename a field'))
    }
    named.set(name, path)
  }
  return named
}

function entriesOf<V>(where: string, state: NamedValues<V>): (readonly [string, V])[] {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    throw wrongKind(where, 'a state dict, a Map or an object', state)
  }
  return state instanceof Map ? [...state] : Object.entries(state)
}
