import { message } from '@nn/check'
import { foldPath, type Rngs } from '@nn/random/flax'
import { createJaxRng, type JaxKey, type KeyRng } from '@nn/random/jax'
import type { DialectLayer } from '../dialect.ts'
import type { Direction, Part } from './parts.ts'

/**
 * linen's names of the modules on the way to a layer; of a recurrent one to its cell, or, where it goes both ways, to the cell of each
 * direction.
 */
export type Scope = (path: string, direction?: Direction) => readonly string[]

/** Where the parameters of a model get their keys from. */
export interface Keys {
  /** The keys of initializers that are called by hand. */
  readonly rng: KeyRng
  /** How a model begins: what gives the key of each of its parts, in order. */
  start(): (layer: DialectLayer, part: Part) => JaxKey
  /** What a dropout takes. */
  forkDropout(): void
  clone(): Keys
}

/** nnx: each parameter takes the next key of its stream, also where its initializer needs none, and each dropout one. */
export function countedKeys(rngs: Rngs): Keys {
  const rng = rngs.stream('params')
  return {
    rng,
    // The slope of a PReLU has no initializer there, which would take a key.
    start: () => (layer) => (layer.kind === 'parametricRelu' ? rng.clone() : rng).nextKey(),
    forkDropout: () => void rngs.stream('dropout').nextKey(),
    clone: () => countedKeys(rngs.clone()),
  }
}

/** linen: the names of the modules and the number of the draw, folded into the key of the model. */
export function namedKeys(
  root: JaxKey,
  scope: Scope | undefined,
  separator: boolean,
  rng: KeyRng = createJaxRng(root),
): Keys {
  return {
    rng,
    start() {
      const owners = new Map<string, string>()
      return (layer, part) => {
        const names = [...namesOf(layer, part, scope), ...part.module]
        checkOwn(owners, [...names, part.number], layer.path || 'module')
        return foldPath(root, [...names, part.number], { separator })
      }
    },
    forkDropout: () => undefined,
    clone: () => namedKeys(root, scope, separator, rng.clone()),
  }
}

/** Throws if two layers have one name, whose keys would be equal. */
function checkOwn(owners: Map<string, string>, names: readonly (string | number)[], path: string): void {
  const id = JSON.stringify(names)
  const other = owners.get(id)
  owners.set(id, path)
  if (other === undefined) return
  const shown = names.slice(0, -1).join('/')
  const cure = 'give scope, a function from the path (and the direction) to the names of modules'
  throw new RangeError(message(path, 'names of its own in linen', `${shown}, as ${other} has`, cure))
}

function namesOf(layer: DialectLayer, { direction }: Part, scope: Scope | undefined): readonly string[] {
  const { path, kind, parameters } = layer
  // The last layer of an attention is a part of it there.
  if (parameters.some(({ use, role }) => role === 'weight' && use === 'attentionOutput')) {
    const above = path.slice(0, Math.max(0, path.lastIndexOf('.')))
    return [...(scope ?? sequentialScope)(above), 'out']
  }
  if (scope !== undefined) return scope(path, direction)
  const names = sequentialScope(path)
  if (kind !== 'recurrent') return names
  return [...names, ...(direction === undefined ? [] : [`${direction}_rnn`]), 'cell']
}

/** The names of `nn.Sequential`: its layers' are numbers, a container's own are kept. */
function sequentialScope(path: string): readonly string[] {
  if (path === '') return []
  return path.split('.').map((name) => (/^\d+$/.test(name) ? `layers_${name}` : name))
}
