import type { Module } from '@nn/layers'
import { flaxStateDict } from '@nn/layers/flax'
import { flaxScope } from '../../networks/flax-scope.ts'
import type { LabState } from '../../state/state.ts'
import type { Framework } from '../framework.ts'
import { numpyText, roundedToFour } from '../printing/numpy.ts'
import { jaxProgram } from './program.ts'

export const jax: Framework = {
  name: 'jax',
  title: 'JAX and Flax',
  dialect: 'flax',
  parameters,
  print: (values, isRounded) => numpyText(isRounded ? roundedToFour(values) : values),
  write: jaxProgram,
}

/** In the order in which a network calls its layers. */
function parameters(net: Module, state: LabState): ReturnType<Framework['parameters']> {
  const named = [...flaxStateDict(net, { scope: flaxScope(state) })].map(
    ([name, value]) => [name.replace(/^params\./, ''), value] as const,
  )
  if (state.network !== 'transformer') return new Map(named)
  return new Map(named.sort(([one], [other]) => placeOf(one) - placeOf(other)))
}

const LAYERS = ['LayerNorm_0', 'MultiHeadDotProductAttention_0', 'LayerNorm_1', 'Dense_0', 'Dense_1']
/** After the blocks. */
const END = 1e6

function placeOf(name: string): number {
  const [first = '', second = ''] = name.split('.')
  const [, block] = /^Block_(\d+)$/.exec(first) ?? []
  if (block !== undefined) return 1 + LAYERS.length * Number(block) + LAYERS.indexOf(second)
  return first === 'Embed_0' ? 0 : END + LAYERS.indexOf(first)
}
