import type { TorchRng } from '@nn/random/torch'
import type { ArgReader } from '../../args.ts'
import type { Computed } from '../../framework.ts'
import { constant, layerBounds, normal, symmetric, xavierStd } from './init.ts'
import { type Floats, tensor } from './tensor.ts'

/** The parameters of a new layer, drawn in PyTorch's order, given in that of `named_parameters()`. */
type Layer = (rng: TorchRng, args: ArgReader) => Computed[]

type Sizes = number | readonly number[]

/** Positional arguments get their names, so that one reader has all of them. */
export interface LayerSpec {
  readonly positional: readonly string[]
  readonly build: Layer
}

const NO_DEFAULT = Number.NaN

function weightAndBias(
  rng: TorchRng,
  args: ArgReader,
  shape: readonly number[],
  biasShape: readonly number[],
  bounds: readonly [number, number],
): Computed[] {
  const dtype = args.take('dtype', 'float32')
  const weight = symmetric(rng, tensor(shape, dtype), bounds[0])
  if (!args.take('bias', true)) return [{ name: 'weight', values: weight }]
  return [
    { name: 'weight', values: weight },
    { name: 'bias', values: symmetric(rng, tensor(biasShape, dtype), bounds[1]) },
  ]
}

function linear(rng: TorchRng, args: ArgReader): Computed[] {
  const shape = [args.number('out_features', NO_DEFAULT), args.number('in_features', NO_DEFAULT)]
  return weightAndBias(rng, args, shape, [shape[0]!], layerBounds(shape))
}

function bilinear(rng: TorchRng, args: ArgReader): Computed[] {
  const [in1, in2, out] = ['in1_features', 'in2_features', 'out_features'].map((name) =>
    args.number(name, NO_DEFAULT),
  ) as [number, number, number]
  const bound = 1 / Math.sqrt(in1)
  return weightAndBias(rng, args, [out, in1, in2], [out], [bound, bound])
}

function kernel(args: ArgReader, dimensions: number): number[] {
  const sizes = args.take<Sizes>('kernel_size', NO_DEFAULT)
  return typeof sizes === 'number' ? Array<number>(dimensions).fill(sizes) : [...sizes]
}

/** Arguments of a convolution that its weights do not depend on. */
const SHAPELESS = ['stride', 'padding', 'dilation', 'padding_mode', 'output_padding', 'device']

function convolution(dimensions: number, transposed: boolean): LayerSpec {
  return {
    positional: ['in_channels', 'out_channels', 'kernel_size', 'stride', 'padding'],
    build: (rng, args) => {
      for (const name of SHAPELESS) args.take(name, undefined)
      const [ins, outs, groups] = [
        args.number('in_channels', NO_DEFAULT),
        args.number('out_channels', NO_DEFAULT),
        args.number('groups', 1),
      ]
      const channels = transposed ? [ins, outs / groups] : [outs, ins / groups]
      const shape = [...channels, ...kernel(args, dimensions)]
      return weightAndBias(rng, args, shape, [outs], layerBounds(shape))
    },
  }
}

/** Arguments of an embedding that its weights do not depend on. */
const LOOKUP = ['max_norm', 'norm_type', 'scale_grad_by_freq', 'mode', 'sparse', 'include_last_offset']

function embedding(rng: TorchRng, args: ArgReader): Computed[] {
  for (const name of LOOKUP) args.take(name, undefined)
  const [rows, width] = [args.number('num_embeddings', NO_DEFAULT), args.number('embedding_dim', NO_DEFAULT)]
  const padding = args.take<number | null>('padding_idx', null)
  const values = normal(rng, tensor([rows, width], args.take('dtype', 'float32')), 0, 1)
  if (padding !== null) {
    const row = padding < 0 ? rows + padding : padding
    values.fill(0, row * width, (row + 1) * width)
  }
  return [{ name: 'weight', values }]
}

/** Shapes by name in the order of registration. */
type Shapes = readonly (readonly [string, readonly number[]])[]

function uniformAll(rng: TorchRng, args: ArgReader, shapes: Shapes, hidden: number): Computed[] {
  const dtype = args.take('dtype', 'float32')
  const bound = hidden > 0 ? 1 / Math.sqrt(hidden) : 0
  return shapes.map(([name, shape]) => ({ name, values: symmetric(rng, tensor(shape, dtype), bound) }))
}

function recurrent(gates: number): LayerSpec {
  return {
    positional: ['input_size', 'hidden_size', 'num_layers'],
    build: (rng, args) => {
      for (const name of ['batch_first', 'dropout', 'nonlinearity']) args.take(name, undefined)
      const [input, hidden] = [args.number('input_size', NO_DEFAULT), args.number('hidden_size', NO_DEFAULT)]
      const projection = args.number('proj_size', 0)
      const state = projection > 0 ? projection : hidden
      const bias = args.take('bias', true)
      const suffixes = args.take('bidirectional', false) ? ['', '_reverse'] : ['']
      const shapes = Array.from({ length: args.number('num_layers', 1) }, (_, layer) =>
        suffixes.flatMap((suffix): Shapes => {
          const end = `_l${layer}${suffix}`
          return [
            [`weight_ih${end}`, [gates * hidden, layer === 0 ? input : state * suffixes.length]],
            [`weight_hh${end}`, [gates * hidden, state]],
            ...(bias
              ? (['ih', 'hh'].map((kind) => [`bias_${kind}${end}`, [gates * hidden]]) as [string, number[]][])
              : []),
            ...(projection > 0 ? ([[`weight_hr${end}`, [projection, hidden]]] as const) : []),
          ]
        }),
      ).flat()
      return uniformAll(rng, args, shapes, hidden)
    },
  }
}

function cell(gates: number): LayerSpec {
  return {
    positional: ['input_size', 'hidden_size', 'bias'],
    build: (rng, args) => {
      args.take('nonlinearity', undefined)
      const [input, hidden] = [args.number('input_size', NO_DEFAULT), args.number('hidden_size', NO_DEFAULT)]
      const rows = gates * hidden
      const shapes: Shapes = [
        ['weight_ih', [rows, input]],
        ['weight_hh', [rows, hidden]],
        ...(args.take('bias', true)
          ? ([
              ['bias_ih', [rows]],
              ['bias_hh', [rows]],
            ] as const)
          : []),
      ]
      return uniformAll(rng, args, shapes, hidden)
    },
  }
}

interface Attention {
  readonly width: number
  readonly kdim: number
  readonly vdim: number
  readonly bias: boolean
  readonly biasKv: boolean
  readonly dtype: string
}

/** The output's Linear is made first, with its own draws; then the inputs' weights; both biases end as zeros. */
function attention(rng: TorchRng, { width, kdim, vdim, bias, biasKv, dtype }: Attention): Computed[] {
  const [weightBound, biasBound] = layerBounds([width, width])
  const output = symmetric(rng, tensor([width, width], dtype), weightBound)
  if (bias) symmetric(rng, tensor([width], dtype), biasBound)
  const xavier = (shape: readonly number[]): Floats =>
    symmetric(rng, tensor(shape, dtype), Math.sqrt(3) * xavierStd(shape, 1))
  const joined = kdim === width && vdim === width
  const inputs: Computed[] = joined
    ? [{ name: 'in_proj_weight', values: xavier([3 * width, width]) }]
    : (['q', 'k', 'v'] as const).map((name, i) => ({
        name: `${name}_proj_weight`,
        values: xavier([width, [width, kdim, vdim][i]!]),
      }))
  const biases: Computed[] = (biasKv ? ['bias_k', 'bias_v'] : []).map((name) => ({
    name,
    values: normal(rng, tensor([1, 1, width], dtype), 0, xavierStd([1, 1, width], 1)),
  }))
  const zeros = (name: string, length: number): Computed[] =>
    bias ? [{ name, values: constant(tensor([length], dtype), 0) }] : []
  return [
    ...inputs,
    ...zeros('in_proj_bias', 3 * width),
    ...biases,
    { name: 'out_proj.weight', values: output },
    ...zeros('out_proj.bias', width),
  ]
}

function multiheadAttention(rng: TorchRng, args: ArgReader): Computed[] {
  for (const name of ['num_heads', 'dropout', 'batch_first', 'add_zero_attn']) args.take(name, undefined)
  const width = args.number('embed_dim', NO_DEFAULT)
  return attention(rng, {
    width,
    kdim: args.take<number | null>('kdim', null) ?? width,
    vdim: args.take<number | null>('vdim', null) ?? width,
    bias: args.take('bias', true),
    biasKv: args.take('add_bias_kv', false),
    dtype: args.take('dtype', 'float32'),
  })
}

function under(prefix: string, parameters: readonly Computed[]): Computed[] {
  return parameters.map(({ name, values }) => ({ name: `${prefix}.${name}`, values }))
}

function transformerLayer(attentions: readonly string[]): LayerSpec {
  return {
    positional: ['d_model', 'nhead', 'dim_feedforward', 'dropout'],
    build: (rng, args) => {
      for (const name of ['nhead', 'dropout', 'activation', 'layer_norm_eps', 'batch_first', 'norm_first'])
        args.take(name, undefined)
      const [width, inner] = [args.number('d_model', NO_DEFAULT), args.number('dim_feedforward', 2048)]
      const [bias, dtype] = [args.take('bias', true), args.take('dtype', 'float32')]
      const dense = (ins: number, outs: number): Computed[] =>
        weightAndBias(rng, args, [outs, ins], [outs], layerBounds([outs, ins]))
      const norm = (): Computed[] => [
        { name: 'weight', values: constant(tensor([width], dtype), 1) },
        ...(bias ? [{ name: 'bias', values: constant(tensor([width], dtype), 0) }] : []),
      ]
      return [
        ...attentions.flatMap((name) =>
          under(name, attention(rng, { width, kdim: width, vdim: width, bias, biasKv: false, dtype })),
        ),
        ...under('linear1', dense(width, inner)),
        ...under('linear2', dense(inner, width)),
        ...[...attentions, 'feedforward'].flatMap((_, i) => under(`norm${i + 1}`, norm())),
      ]
    },
  }
}

/** Scale 1 and shift 0, where the layer has them by its own default. */
function norm(
  size: string,
  affineByDefault: boolean,
  running: boolean,
  positional: readonly string[],
): LayerSpec {
  return {
    positional,
    build: (_, args) => {
      for (const name of ['eps', 'momentum', 'num_groups']) args.take(name, undefined)
      const sizes = args.take<Sizes>(size, NO_DEFAULT)
      const shape = typeof sizes === 'number' ? [sizes] : sizes
      const dtype = args.take('dtype', 'float32')
      const affine = args.take('affine', args.take('elementwise_affine', affineByDefault))
      const filled = (name: string, value: number): Computed => ({
        name,
        values: constant(tensor(shape, dtype), value),
      })
      const tracked = args.take('track_running_stats', running)
      return [
        ...(affine ? [filled('weight', 1)] : []),
        ...(affine && args.take('bias', true) ? [filled('bias', 0)] : []),
        ...(tracked ? [filled('running_mean', 0), filled('running_var', 1)] : []),
        ...(tracked ? [{ name: 'num_batches_tracked', values: BigInt64Array.of(0n) }] : []),
      ]
    },
  }
}

const prelu: LayerSpec = {
  positional: ['num_parameters', 'init'],
  build: (_, args) => {
    const target = tensor([args.number('num_parameters', 1)], args.take('dtype', 'float32'))
    return [{ name: 'weight', values: constant(target, args.number('init', 0.25)) }]
  },
}

const NORM_ARGS = ['num_features', 'eps', 'momentum', 'affine', 'track_running_stats']
const LOOKUP_ARGS = ['num_embeddings', 'embedding_dim', 'padding_idx']

/** The layers of `torch.nn` by name. */
export const LAYERS: Readonly<Record<string, LayerSpec>> = {
  Linear: { positional: ['in_features', 'out_features', 'bias'], build: linear },
  Bilinear: { positional: ['in1_features', 'in2_features', 'out_features', 'bias'], build: bilinear },
  Conv1d: convolution(1, false),
  Conv2d: convolution(2, false),
  Conv3d: convolution(3, false),
  ConvTranspose1d: convolution(1, true),
  ConvTranspose2d: convolution(2, true),
  ConvTranspose3d: convolution(3, true),
  Embedding: { positional: LOOKUP_ARGS, build: embedding },
  EmbeddingBag: { positional: LOOKUP_ARGS.slice(0, 2), build: embedding },
  RNN: recurrent(1),
  LSTM: recurrent(4),
  GRU: recurrent(3),
  RNNCell: cell(1),
  LSTMCell: cell(4),
  GRUCell: cell(3),
  MultiheadAttention: {
    positional: ['embed_dim', 'num_heads', 'dropout', 'bias'],
    build: multiheadAttention,
  },
  TransformerEncoderLayer: transformerLayer(['self_attn']),
  TransformerDecoderLayer: transformerLayer(['self_attn', 'multihead_attn']),
  BatchNorm1d: norm('num_features', true, true, NORM_ARGS),
  BatchNorm2d: norm('num_features', true, true, NORM_ARGS),
  BatchNorm3d: norm('num_features', true, true, NORM_ARGS),
  InstanceNorm1d: norm('num_features', false, false, NORM_ARGS),
  InstanceNorm2d: norm('num_features', false, false, NORM_ARGS),
  InstanceNorm3d: norm('num_features', false, false, NORM_ARGS),
  LayerNorm: norm('normalized_shape', true, false, ['normalized_shape', 'eps', 'elementwise_affine', 'bias']),
  GroupNorm: norm('num_channels', true, false, ['num_groups', 'num_channels', 'eps', 'affine']),
  PReLU: prelu,
}
