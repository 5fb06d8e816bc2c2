import { cpu } from '@nn/backend-cpu'
import { torch } from '@nn/init/torch'
import { type Module, snakeCase } from '@nn/layers'
import type { TorchRng } from '@nn/random/torch'
import { ArgReader } from '../../golden/args.ts'
import type { Computed } from '../../golden/framework.ts'
import { at, present } from '../../golden/present.ts'
import { textOf } from '../../golden/read.ts'
import { LAYERS } from '../forward/layers.ts'
import { drawingInto } from './init.ts'
import { tensor } from './tensor.ts'

const CONVOLUTION = ['in_channels', 'out_channels', 'kernel_size', 'stride', 'padding']
const RECURRENT = ['input_size', 'hidden_size', 'num_layers']
const CELL = ['input_size', 'hidden_size', 'bias']
const TRANSFORMER = ['d_model', 'nhead', 'dim_feedforward', 'dropout']
const NORM = ['num_features', 'eps', 'momentum', 'affine', 'track_running_stats']

/** The names of positional arguments by class. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  Linear: ['in_features', 'out_features', 'bias'],
  Bilinear: ['in1_features', 'in2_features', 'out_features', 'bias'],
  Conv1d: CONVOLUTION,
  Conv2d: CONVOLUTION,
  Conv3d: CONVOLUTION,
  ConvTranspose1d: CONVOLUTION,
  ConvTranspose2d: CONVOLUTION,
  ConvTranspose3d: CONVOLUTION,
  Embedding: ['num_embeddings', 'embedding_dim', 'padding_idx'],
  EmbeddingBag: ['num_embeddings', 'embedding_dim'],
  RNN: RECURRENT,
  LSTM: RECURRENT,
  GRU: RECURRENT,
  RNNCell: CELL,
  LSTMCell: CELL,
  GRUCell: CELL,
  MultiheadAttention: ['embed_dim', 'num_heads', 'dropout', 'bias'],
  TransformerEncoderLayer: TRANSFORMER,
  TransformerDecoderLayer: TRANSFORMER,
  BatchNorm1d: NORM,
  BatchNorm2d: NORM,
  BatchNorm3d: NORM,
  InstanceNorm1d: NORM,
  InstanceNorm2d: NORM,
  InstanceNorm3d: NORM,
  LayerNorm: ['normalized_shape', 'eps', 'elementwise_affine', 'bias'],
  GroupNorm: ['num_groups', 'num_channels', 'eps', 'affine'],
  PReLU: ['num_parameters', 'init'],
}

/** The values of a module by PyTorch's names, buffers among them. */
function stateOf(module: Module, prefix = ''): Computed[] {
  return [...module.stateDict()].map(([path, value]) => ({
    name: prefix + snakeCase(path),
    values: value.clone().toArray(),
  }))
}

/** A fill of a half type in an array of float32. */
function ofType(rng: TorchRng, dtype: string): TorchRng {
  if (dtype === 'float32' || dtype === 'float64') return rng
  return new Proxy(rng, {
    get: (_, name) => {
      if (name !== 'uniform' && name !== 'normal')
        return (Reflect.get(rng, name, rng) as () => unknown).bind(rng)
      return (out: Float32Array, options: object) =>
        drawingInto(rng, tensor([out.length], dtype))[name](out, options)
    },
  })
}

/** The parameters of a new layer by class and Python arguments; undefined if there is none. */
export function layerOf(
  name: string,
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
  rng: TorchRng,
): Computed[] | undefined {
  const names = POSITIONAL[name]
  // A cell is a recurrent layer, a bag an embedding.
  const create = LAYERS[`torch.nn.${name.replace(/(Cell|Bag)$/, '')}`]
  if (names === undefined || create === undefined) return undefined
  if (positional.length > names.length)
    throw new RangeError(`expected at most ${names.length} positional arguments, got ${positional.length}`)
  const named = Object.fromEntries(positional.map((value, i) => [at(names, i), value]))
  const { dtype = 'float32', ...rest } = { ...named, ...keywords } as Record<string, unknown>
  const args = new ArgReader(dtype === 'float64' ? { ...rest, dtype } : rest)
  const { module } = create(args)
  args.done()
  module.initialize({ dialect: torch({ rng: ofType(rng, textOf(dtype)) }), backend: cpu })
  const state = stateOf(module)
  if (!name.endsWith('Cell')) return state
  return state.map(({ name: path, values }) => ({ name: present(path, 'path').replace(/_l0$/, ''), values }))
}
