import { message } from '@nn/check'
import { concat, linear, type Tensor } from '@nn/tensor'
import type { Parameter } from '../module/parameter.ts'
import type { MultiheadAttention } from './multihead-attention.ts'

type Attention = MultiheadAttention<boolean>

/** `[n, steps, …]` of an input. */
function toBatch({ batchFirst }: Attention, x: Tensor): Tensor {
  if (x.ndim === 2) return x.unsqueeze(0)
  return batchFirst ? x : x.transpose(0, 1)
}

/** An output `[n, steps, …]` as the inputs were. */
export function fromBatch({ batchFirst }: Attention, x: Tensor, isSingle: boolean): Tensor {
  if (isSingle) return x.squeeze(0)
  return batchFirst ? x : x.transpose(0, 1)
}

/** Queries times `1/√(units/heads)`, keys and values as the heads see them: `[n, heads, steps, units/heads]`. */
export function project(
  layer: Attention,
  query: Tensor,
  key: Tensor,
  value: Tensor,
): Record<'q' | 'k' | 'v', Tensor> {
  const { units, heads, inProjBias, qProjWeight, kProjWeight, vProjWeight } = layer
  const one = (x: Tensor, i: number, own: Parameter | undefined, added?: Parameter): Tensor => {
    const rows = [i * units, (i + 1) * units] as const
    const weight = own?.data ?? packedData(layer).slice(rows)
    const y = linear(toBatch(layer, x), weight, inProjBias?.data.slice(rows))
    // In place: the queries are this call's own, and nothing else needs them unscaled.
    const all = i === 0 ? y.mul_(1 / Math.sqrt(units / heads)) : withAdded(layer, y, added)
    const [n = 0, steps = 0] = all.shape
    return all.reshape(n, steps, heads, units / heads).transpose(1, 2)
  }
  return {
    q: one(query, 0, qProjWeight),
    k: one(key, 1, kProjWeight, layer.biasK),
    v: one(value, 2, vProjWeight, layer.biasV),
  }
}

/** The packed weight of queries, keys and values. */
function packedData(layer: Attention): Tensor {
  if (layer.inProjWeight !== undefined) return layer.inProjWeight.data
  throw new TypeError(message(layer.label, 'weights of queries, keys and values', 'none'))
}

/** Keys or values with those that are added to each sequence. */
function withAdded(
  { addZeroAttention, units, dtype }: Attention,
  x: Tensor,
  added: Parameter | undefined,
): Tensor {
  const [n = 0] = x.shape
  const rows = [
    x,
    ...(added === undefined ? [] : [added.data.expand(n, 1, units)]),
    ...(addZeroAttention ? [x.backend.zeros([n, 1, units], { dtype })] : []),
  ]
  return rows.length === 1 ? x : concat(rows, 1)
}
