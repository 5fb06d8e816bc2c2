import type { Module } from '@nn/layers'
import { kerasStateDict } from '@nn/layers/keras'
import type { LabState } from '../../state/state.ts'
import type { Framework } from '../framework.ts'
import { blocksOf } from '../paths.ts'
import { numpyText, roundedToFour } from '../printing/numpy.ts'
import { kerasProgram } from './program.ts'

export const keras: Framework = {
  name: 'keras',
  title: 'Keras',
  dialect: 'keras',
  parameters: (net, state) => {
    const { network } = state
    if (network === 'transformer') return transformerParameters(net, state)
    const isModel = network === 'residual'
    return kerasStateDict(net, isModel ? {} : { prefix: 'sequential' })
  },
  print: (values, isRounded) => numpyText(isRounded ? roundedToFour(values) : values),
  write: kerasProgram,
  unknown: ({ network }, sites) => {
    if (network !== 'transformer') return undefined
    if (sites.hasDrawnBias)
      return 'Keras draws a bias for queries, keys and values each; here they are one parameter.'
    return sites.hasOrthogonal
      ? 'Keras makes the rows of each head orthogonal; here those of all heads are.'
      : undefined
  },
}

/** By the classes of layers, numbered, and in the order in which they are called. */
function transformerParameters(net: Module, state: LabState): ReturnType<Framework['parameters']> {
  const blocks = blocksOf(state)
  const numbered = (name: string, i: number): string => (i === 0 ? name : `${name}_${i}`)
  const names = new Map([
    ['embedding', 'embedding'],
    ...blocks.flatMap((path, i): [string, string][] => [
      [`${path}.norm1`, numbered('layer_normalization', 2 * i)],
      [`${path}.selfAttn`, numbered('multi_head_attention', i)],
      [`${path}.norm2`, numbered('layer_normalization', 2 * i + 1)],
      [`${path}.linear1`, numbered('dense', 2 * i)],
      [`${path}.linear2`, numbered('dense', 2 * i + 1)],
    ]),
    ['encoder.norm', numbered('layer_normalization', 2 * blocks.length)],
    ['head', numbered('dense', 2 * blocks.length)],
  ])
  const found = kerasStateDict(net, { name: (path) => names.get(path) })
  const order = [...names.values()]
  const placeOf = (name: string): number => order.indexOf(name.slice(0, name.indexOf('/')))
  return new Map([...found].sort(([one], [other]) => placeOf(one) - placeOf(other)))
}
