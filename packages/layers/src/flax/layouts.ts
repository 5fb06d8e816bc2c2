import { message } from '@nn/check'
import { concat, flip, type Tensor } from '@nn/tensor'
import { PRelu } from '../activations/prelu.ts'
import { MultiheadAttention } from '../attention/multihead-attention.ts'
import { Conv } from '../convolution/conv.ts'
import { ConvTranspose } from '../convolution/conv-transpose.ts'
import { DepthwiseConv } from '../convolution/depthwise-conv.ts'
import { Embedding } from '../embedding/embedding.ts'
import { Dense } from '../linear/dense.ts'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { BatchNorm } from '../normalization/batch-norm.ts'
import { GroupNorm } from '../normalization/group-norm.ts'
import { LayerNorm } from '../normalization/layer-norm.ts'
import { RmsNorm } from '../normalization/rms-norm.ts'
import { type Layout, same, turned, type Values } from './layout.ts'

/** How Flax has a module that is one of its layers; undefined of what is none. Recurrent layers have a layout for each cell. */
export function layoutOf(module: Module): Layout | undefined {
  if (module instanceof Dense) {
    const { weight } = module
    const turn = (value: Tensor): Tensor => value.permute(1, 0)
    const kernel = { name: 'kernel', own: 'weight', read: () => turn(weight.data), turn }
    return turned([kernel, same('bias', 'bias', module.bias)])
  }
  if (module instanceof ConvTranspose) return transposedLayout(module)
  if (module instanceof Conv || module instanceof DepthwiseConv) return convolutionLayout(module)
  if (module instanceof Embedding) return turned([same('embedding', 'weight', module.weight)])
  if (module instanceof MultiheadAttention) return attentionLayout(module)
  if (module instanceof PRelu) return slopeLayout(module)
  return normLayout(module)
}

type Affine = { readonly weight?: Parameter | undefined; readonly bias?: Parameter | undefined }

function affine({ weight, bias }: Affine): [ReturnType<typeof same>, ReturnType<typeof same>] {
  return [same('scale', 'weight', weight), same('bias', 'bias', bias)]
}

function normLayout(module: Module): Layout | undefined {
  if (module instanceof LayerNorm || module instanceof GroupNorm) return turned(affine(module))
  if (module instanceof RmsNorm) return turned([same('scale', 'weight', module.weight)])
  if (!(module instanceof BatchNorm)) return undefined
  const { runningMean, runningVar, numBatchesTracked } = module
  const mean = same('mean', 'runningMean', runningMean, 'batch_stats')
  const layout = turned([...affine(module), mean, same('var', 'runningVar', runningVar, 'batch_stats')])
  return {
    ...layout,
    // Flax does not count batches.
    back: (values) => {
      const [some] = Object.values(values)
      const count = some &&
        numBatchesTracked && { numBatchesTracked: some.backend.zeros([], { dtype: 'int32' }) }
      return { ...layout.back(values), ...count }
    },
  }
}

/** Flax's slope is one number without axes. */
function slopeLayout({ weight, label }: PRelu): Layout {
  if (weight.shape[0] !== 1) {
    throw new RangeError(message(label, 'one slope, as Flax has it', `${weight.shape[0]} of them`))
  }
  const read = (): Tensor => weight.data.reshape()
  return turned([{ name: 'negative_slope', own: 'weight', read, turn: (value) => value.reshape(1) }])
}

const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i)

/** `[out, in/groups, …kernel]` as `[…kernel, in/groups, out]`. */
function convolutionLayout({ weight, bias, kernelSize }: Conv<boolean> | DepthwiseConv<boolean>): Layout {
  const rank = kernelSize.length
  const read = (): Tensor => weight.data.permute(...range(rank, 2), 1, 0)
  const turn = (value: Tensor): Tensor => value.permute(rank + 1, rank, ...range(rank))
  return turned([{ name: 'kernel', own: 'weight', read, turn }, same('bias', 'bias', bias)])
}

/** `[in, out, …kernel]`, each of whose windows Flax has from the other end, as `[…kernel, in, out]`. */
function transposedLayout({ weight, bias, kernelSize, groups, label }: ConvTranspose<boolean>): Layout {
  if (groups > 1) {
    throw new RangeError(message(label, 'a transposed convolution as Flax has it', `${groups} groups`))
  }
  const rank = kernelSize.length
  const read = (): Tensor => flip(weight.data, range(rank, 2)).permute(...range(rank, 2), 0, 1)
  const turn = (value: Tensor): Tensor => flip(value, range(rank)).permute(rank, rank + 1, ...range(rank))
  return turned([{ name: 'kernel', own: 'weight', read, turn }, same('bias', 'bias', bias)])
}

const PARTS = ['query', 'key', 'value'] as const

/** Kernels `[in, heads, length]` of queries, keys and values, and `[heads, length, units]` of what the heads go through. */
function attentionLayout(layer: MultiheadAttention<boolean>): Layout {
  const { heads, units, label, biasK, inProjBias, inProjWeight, outProj, packed } = layer
  if (biasK !== undefined) {
    throw new RangeError(message(label, 'an attention as Flax has it', 'a key that is learnt and added'))
  }
  const length = units / heads
  const separate = [layer.qProjWeight, layer.kProjWeight, layer.vProjWeight]
  const rows = (i: number) => [i * units, (i + 1) * units] as const
  const weightOf = (i: number): Tensor => {
    const own = separate[i]?.data ?? inProjWeight?.data.slice(rows(i))
    if (own === undefined) throw new TypeError(message(label, 'weights', 'none'))
    return own
  }
  const projections = PARTS.flatMap((name, i) => [
    { name: `${name}.kernel`, read: () => weightOf(i).permute(1, 0).reshape(-1, heads, length) },
    ...(inProjBias === undefined
      ? []
      : [{ name: `${name}.bias`, read: () => inProjBias.data.slice(rows(i)).reshape(heads, length) }]),
  ])
  const out = turned([
    {
      name: 'out.kernel',
      own: 'outProj.weight',
      read: () => outProj.weight.data.permute(1, 0).reshape(heads, length, units),
      turn: (value) => value.reshape(units, units).permute(1, 0),
    },
    same('out.bias', 'outProj.bias', outProj.bias),
  ])
  const parts = (values: Values, name: string, turn: (value: Tensor) => Tensor): Tensor[] =>
    PARTS.flatMap((part) => {
      const value = values[`${part}.${name}`]
      return value === undefined ? [] : [turn(value)]
    })
  return {
    pieces: [...projections, ...out.pieces],
    back: (values) => {
      const weights = parts(values, 'kernel', (value) => value.reshape(-1, units).permute(1, 0))
      const biases = parts(values, 'bias', (value) => value.reshape(units))
      const apart = weights.map((weight, i): [string, Tensor] => [`${'qkv'[i]}ProjWeight`, weight])
      return {
        ...(packed ? { inProjWeight: concat(weights, 0) } : Object.fromEntries(apart)),
        ...(biases.length > 0 && { inProjBias: concat(biases, 0) }),
        ...out.back(values),
      }
    },
  }
}
