import type { Scope } from '@nn/init/flax'
import type { LabState, NetworkName } from '../state/state.ts'

/**
 * The names that linen gives the layers of a network when one `@nn.compact` method calls them, by their classes, each with its number: they
 * decide the keys of the parameters.
 */
export function flaxScope({ network, depth }: Pick<LabState, 'network' | 'depth'>): Scope {
  return (path) => SCOPES[network](path.split('.'), depth)
}

type Names = (path: readonly string[], depth: number) => readonly string[]

const LENET: ReadonlyMap<string, string> = new Map([
  ['0', 'Conv_0'],
  ['3', 'Conv_1'],
  ['7', 'Dense_0'],
  ['9', 'Dense_1'],
  ['11', 'Dense_2'],
])

const PLACES: ReadonlyMap<string, string> = new Map([
  ['selfAttn', 'MultiHeadDotProductAttention_0'],
  ['linear1', 'Dense_0'],
  ['linear2', 'Dense_1'],
  ['norm1', 'LayerNorm_0'],
  ['norm2', 'LayerNorm_1'],
])

const SCOPES: Readonly<Record<NetworkName, Names>> = {
  chapter: ([index]) => [`Dense_${index}`],
  mlp: ([index]) => [`Dense_${Number(index) / 2}`],
  residual: ([index, , place], depth) => {
    if (Number(index) > depth) return [`Dense_${2 * depth + 1}`]
    return [`Dense_${place === '1' ? 2 * Number(index) - 1 : 2 * Number(index)}`]
  },
  lenet: ([index = '']) => [LENET.get(index) ?? index],
  transformer: ([module, name, block, place]) => {
    if (module === 'embedding') return ['Embed_0']
    if (module === 'head') return ['Dense_0']
    return name === 'norm' ? ['LayerNorm_0'] : [`Block_${block}`, PLACES.get(place ?? '') ?? '']
  },
}
