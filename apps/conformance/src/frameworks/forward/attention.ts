import * as nn from '@nn/layers'
import type { ArgReader } from '../../golden/args.ts'
import { at, present } from '../../golden/present.ts'
import { options, required } from './arguments.ts'
import type { Call, CreateLayer } from './runnable.ts'

const ATTENTION_OPTIONS = {
  keyUnits: 'kdim',
  valueUnits: 'vdim',
  useBias: 'bias',
  addBiasKv: 'add_bias_kv',
  addZeroAttention: 'add_zero_attn',
  dropout: 'dropout',
  batchFirst: 'batch_first',
  dtype: 'dtype',
} as const

const attention: CreateLayer = (args) => {
  const given = options<nn.MultiheadAttentionOptions>(args, ATTENTION_OPTIONS)
  const module = new nn.MultiheadAttention(required(args, 'embed_dim'), required(args, 'num_heads'), given)
  return {
    module,
    call: ({ list, named }, call) => {
      const needWeights = call.take('need_weights', true)
      const averageWeights = call.take('average_attn_weights', true)
      const isCausal = call.take('is_causal', false)
      const masks = { mask: named.get('attn_mask'), paddingMask: named.get('key_padding_mask'), isCausal }
      const [query, key, value] = list
      const { output, weights } = module.forward(present(query, 'query'), key, value, {
        ...masks,
        needWeights,
        averageWeights,
      })
      return weights === undefined ? [output] : [output, weights]
    },
  }
}

/** The options of both kinds of transformer layers. */
function layerOptions(args: ArgReader): nn.TransformerEncoderLayerOptions {
  const activation = args.take('activation', 'relu')
  if (activation !== 'relu' && activation !== 'gelu') {
    throw new RangeError(`an activation that is not known: ${activation}`)
  }
  const names = {
    feedforwardUnits: 'dim_feedforward',
    dropout: 'dropout',
    normFirst: 'norm_first',
    eps: 'layer_norm_eps',
    useBias: 'bias',
    batchFirst: 'batch_first',
    dtype: 'dtype',
  }
  return {
    ...options<nn.TransformerEncoderLayerOptions>(args, names),
    activation: activation === 'relu' ? nn.relu : nn.gelu,
  }
}

function masksOf({ named }: Call, call: ArgReader, prefix: string): nn.MaskOptions {
  const isCausal = call.take(prefix === 'src' ? 'is_causal' : `${prefix}_is_causal`, false)
  return { mask: named.get(`${prefix}_mask`), paddingMask: named.get(`${prefix}_key_padding_mask`), isCausal }
}

/** Attention and the layers of transformers. */
export const ATTENTION: Readonly<Record<string, CreateLayer>> = {
  MultiheadAttention: attention,
  TransformerEncoderLayer: (args) => {
    const given = layerOptions(args)
    const module = new nn.TransformerEncoderLayer(required(args, 'd_model'), required(args, 'nhead'), given)
    return {
      module,
      call: (inputs, call) => {
        const masks = masksOf(inputs, call, 'src')
        return [module.forward(at(inputs.list, 0), masks)]
      },
    }
  },
  Transformer: (args) => {
    const counts = { encoderLayers: 'num_encoder_layers', decoderLayers: 'num_decoder_layers' }
    const given = { ...options<nn.TransformerOptions>(args, counts), ...layerOptions(args) }
    const module = new nn.Transformer(args.take('d_model', 512), args.take('nhead', 8), given)
    return {
      module,
      call: (inputs, call) => {
        const { named, list } = inputs
        const own = masksOf(inputs, call, 'tgt')
        const { mask, paddingMask, isCausal } = masksOf(inputs, call, 'memory')
        const [source, target] = list
        const masks = {
          ...own,
          memoryMask: mask,
          memoryPaddingMask: paddingMask,
          memoryIsCausal: isCausal,
          sourceMask: named.get('src_mask'),
          sourcePaddingMask: named.get('src_key_padding_mask'),
          sourceIsCausal: call.take('src_is_causal', false),
        }
        return [module.forward(present(source, 'source'), present(target, 'target'), masks)]
      },
    }
  },
  TransformerDecoderLayer: (args) => {
    const given = layerOptions(args)
    const module = new nn.TransformerDecoderLayer(required(args, 'd_model'), required(args, 'nhead'), given)
    return {
      module,
      call: (inputs, call) => {
        const own = masksOf(inputs, call, 'tgt')
        const { mask, paddingMask, isCausal } = masksOf(inputs, call, 'memory')
        const [x, memory] = inputs.list
        const others = { memoryMask: mask, memoryPaddingMask: paddingMask, memoryIsCausal: isCausal }
        return [module.forward(present(x, 'x'), present(memory, 'memory'), { ...own, ...others })]
      },
    }
  },
}
