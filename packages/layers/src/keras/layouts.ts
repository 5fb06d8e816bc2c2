import { PRelu } from '../activations/prelu.ts'
import { MultiheadAttention } from '../attention/multihead-attention.ts'
import { Conv } from '../convolution/conv.ts'
import { ConvTranspose } from '../convolution/conv-transpose.ts'
import { DepthwiseConv } from '../convolution/depthwise-conv.ts'
import { SeparableConv1d, SeparableConv2d } from '../convolution/separable-conv.ts'
import { Embedding } from '../embedding/embedding.ts'
import { Dense } from '../linear/dense.ts'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { StateBuffer } from '../module/state-buffer.ts'
import { BatchNorm } from '../normalization/batch-norm.ts'
import { GroupNorm } from '../normalization/group-norm.ts'
import { LayerNorm } from '../normalization/layer-norm.ts'
import { RmsNorm } from '../normalization/rms-norm.ts'
import { attentionLayout } from './attention.ts'
import { biasOf, convolutionLayout, depthwiseLayout, separableLayout } from './convolutions.ts'
import { type Layout, type Renamed, renamed } from './layout.ts'

/** A weight that Keras has as it is, under another name. */
function same(keras: string, own: string, node: Parameter | StateBuffer | undefined): Renamed | undefined {
  return node === undefined ? undefined : { keras, own, read: () => node.data }
}

/** How Keras has a module that is one of its layers; undefined of what is none. Recurrent layers have a layout for each cell. */
export function layoutOf(module: Module): Layout | undefined {
  if (module instanceof Dense) {
    const { weight } = module
    const kernel = { keras: 'kernel', own: 'weight', read: () => weight.data, order: [1, 0] }
    return renamed('Dense', [kernel, biasOf(module.bias)])
  }
  if (module instanceof Conv || module instanceof ConvTranspose) return convolutionLayout(module)
  if (module instanceof DepthwiseConv) return depthwiseLayout(module)
  if (module instanceof SeparableConv1d || module instanceof SeparableConv2d) return separableLayout(module)
  if (module instanceof Embedding) return renamed('Embedding', [same('embeddings', 'weight', module.weight)])
  if (module instanceof MultiheadAttention) return attentionLayout(module)
  if (module instanceof PRelu) return renamed('PReLU', [same('alpha', 'weight', module.weight)])
  return normLayout(module)
}

function normLayout(module: Module): Layout | undefined {
  if (module instanceof BatchNorm) return batchNormLayout(module)
  if (module instanceof LayerNorm) return affineLayout('LayerNormalization', module)
  if (module instanceof GroupNorm) return affineLayout('GroupNormalization', module)
  if (module instanceof RmsNorm) return renamed('RMSNormalization', [same('scale', 'weight', module.weight)])
  return undefined
}

type Affine = { readonly weight?: Parameter | undefined; readonly bias?: Parameter | undefined }

function affineLayout(className: string, { weight, bias }: Affine): Layout {
  return renamed(className, [same('gamma', 'weight', weight), same('beta', 'bias', bias)])
}

/** Keras does not count batches. */
function batchNormLayout(module: BatchNorm<boolean, boolean, boolean>): Layout {
  const { runningMean, runningVar, numBatchesTracked } = module
  const layout = renamed('BatchNormalization', [
    same('gamma', 'weight', module.weight),
    same('beta', 'bias', module.bias),
    same('moving_mean', 'runningMean', runningMean),
    same('moving_variance', 'runningVar', runningVar),
  ])
  return {
    ...layout,
    fromKeras: (values) => {
      const [some] = Object.values(values)
      const count = some &&
        numBatchesTracked && { numBatchesTracked: some.backend.zeros([], { dtype: 'int32' }) }
      return { ...layout.fromKeras(values), ...count }
    },
  }
}
