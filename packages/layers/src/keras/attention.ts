import { message } from '@nn/check'
import { concat, type Tensor } from '@nn/tensor'
import type { MultiheadAttention } from '../attention/multihead-attention.ts'
import type { Layout, Values } from './layout.ts'

const PARTS = ['query', 'key', 'value'] as const

/** Kernels `[in, heads, length]` of queries, keys and values, and `[heads, length, units]` of what the heads go through. */
export function attentionLayout(layer: MultiheadAttention<boolean>): Layout {
  const { heads, units, useBias, label, biasK } = layer
  if (biasK !== undefined) {
    throw new RangeError(message(label, 'an attention as Keras has it', 'a key that is learnt and added'))
  }
  const named = (part: string): string[] => [`${part}/kernel`, ...(useBias ? [`${part}/bias`] : [])]
  const length = units / heads
  return {
    className: 'MultiHeadAttention',
    names: [...PARTS, 'attention_output'].flatMap(named),
    toKeras: () => ({
      ...Object.fromEntries(
        PARTS.flatMap((part, i) => {
          const { weight, bias } = partOf(layer, i)
          const kernel = [`${part}/kernel`, weight.permute(1, 0).reshape(-1, heads, length)] as const
          return bias === undefined
            ? [kernel]
            : [kernel, [`${part}/bias`, bias.reshape(heads, length)] as const]
        }),
      ),
      'attention_output/kernel': layer.outProj.weight.data.permute(1, 0).reshape(heads, length, units),
      ...(layer.outProj.bias && { 'attention_output/bias': layer.outProj.bias.data }),
    }),
    fromKeras: (values) => fromKeras(layer, values),
  }
}

/** The weight of queries, keys or values, and their bias. */
function partOf(layer: MultiheadAttention<boolean>, i: number): { weight: Tensor; bias: Tensor | undefined } {
  const { units, inProjBias } = layer
  const rows = [i * units, (i + 1) * units] as const
  const own = [layer.qProjWeight, layer.kProjWeight, layer.vProjWeight][i]
  const weight = own?.data ?? layer.inProjWeight?.data.slice(rows)
  if (weight === undefined) throw new TypeError(message(layer.label, 'weights', 'none'))
  return { weight, bias: inProjBias?.data.slice(rows) }
}

function fromKeras(layer: MultiheadAttention<boolean>, values: Values): Values {
  const { units, packed } = layer
  const parts = (name: string, turn: (value: Tensor) => Tensor): Tensor[] =>
    PARTS.flatMap((part) => {
      const value = values[`${part}/${name}`]
      return value === undefined ? [] : [turn(value)]
    })
  const weights = parts('kernel', (value) => value.reshape(-1, units).permute(1, 0))
  const biases = parts('bias', (value) => value.reshape(units))
  const separate = weights.map((weight, i): [string, Tensor] => [`${'qkv'[i]}ProjWeight`, weight])
  const kernel = values['attention_output/kernel']
  const bias = values['attention_output/bias']
  return {
    ...(packed ? { inProjWeight: concat(weights, 0) } : Object.fromEntries(separate)),
    ...(biases.length > 0 && { inProjBias: concat(biases, 0) }),
    ...(kernel && { 'outProj.weight': kernel.reshape(units, units).permute(1, 0) }),
    ...(bias && { 'outProj.bias': bias }),
  }
}
