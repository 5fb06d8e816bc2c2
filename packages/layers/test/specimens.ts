import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { type DType, isTensor, type Tensor } from '@nn/tensor'
import * as nn from '../src/index.ts'

/** A layer with all sizes given, the same with none, and inputs for both. */
export interface Specimen {
  readonly make: (dtype: DType) => nn.Module
  /** The same with sizes left to the first input; left out if there are none. */
  readonly deferred?: (dtype: DType) => nn.Module
  readonly inputs: readonly (readonly number[] | Tensor)[]
  /** Shape of the first result; left out if forward is refused. */
  readonly shape?: readonly number[]
}

/** Tensors to call a specimen with. */
export function inputsOf({ inputs }: Specimen, dtype: DType = 'float32'): Tensor[] {
  return inputs.map((input, i) =>
    isTensor(input) ? input : cpu.normal(createRng(7 + i), input as number[], { dtype }),
  )
}

const indices = cpu.tensor([[1, 2, 0]], { dtype: 'int32' })

/** One of every layer that has parameters. */
export const specimens: Readonly<Record<string, Specimen>> = {
  Dense: {
    make: (dtype) => new nn.Dense(4, { inUnits: 3, dtype }),
    deferred: (dtype) => new nn.Dense(4, { dtype }),
    inputs: [[2, 3]],
    shape: [2, 4],
  },
  Conv1d: {
    make: (dtype) => new nn.Conv1d(4, 3, { inChannels: 2, groups: 2, dtype }),
    deferred: (dtype) => new nn.Conv1d(4, 3, { groups: 2, dtype }),
    inputs: [[2, 2, 7]],
    shape: [2, 4, 5],
  },
  Conv2d: {
    make: (dtype) => new nn.Conv2d(4, 3, { inChannels: 2, padding: 'same', dtype }),
    deferred: (dtype) => new nn.Conv2d(4, 3, { padding: 'same', dtype }),
    inputs: [[1, 2, 4, 5]],
    shape: [1, 4, 4, 5],
  },
  Conv3d: {
    make: (dtype) => new nn.Conv3d(2, 2, { inChannels: 3, dtype }),
    deferred: (dtype) => new nn.Conv3d(2, 2, { dtype }),
    inputs: [[1, 3, 3, 3, 3]],
    shape: [1, 2, 2, 2, 2],
  },
  ConvTranspose1d: {
    make: (dtype) => new nn.ConvTranspose1d(4, 3, { inChannels: 2, stride: 2, dtype }),
    deferred: (dtype) => new nn.ConvTranspose1d(4, 3, { stride: 2, dtype }),
    inputs: [[2, 2, 3]],
    shape: [2, 4, 7],
  },
  ConvTranspose2d: {
    make: (dtype) => new nn.ConvTranspose2d(4, 2, { inChannels: 2, groups: 2, dtype }),
    deferred: (dtype) => new nn.ConvTranspose2d(4, 2, { groups: 2, dtype }),
    inputs: [[1, 2, 3, 4]],
    shape: [1, 4, 4, 5],
  },
  ConvTranspose3d: {
    make: (dtype) => new nn.ConvTranspose3d(1, 2, { inChannels: 2, dtype }),
    deferred: (dtype) => new nn.ConvTranspose3d(1, 2, { dtype }),
    inputs: [[1, 2, 2, 2, 2]],
    shape: [1, 1, 3, 3, 3],
  },
  DepthwiseConv1d: {
    make: (dtype) => new nn.DepthwiseConv1d(3, { inChannels: 2, multiplier: 2, dtype }),
    deferred: (dtype) => new nn.DepthwiseConv1d(3, { multiplier: 2, dtype }),
    inputs: [[1, 2, 5]],
    shape: [1, 4, 3],
  },
  DepthwiseConv2d: {
    make: (dtype) => new nn.DepthwiseConv2d(3, { inChannels: 3, padding: 1, dtype }),
    deferred: (dtype) => new nn.DepthwiseConv2d(3, { padding: 1, dtype }),
    inputs: [[2, 3, 4, 4]],
    shape: [2, 3, 4, 4],
  },
  SeparableConv1d: {
    make: (dtype) => new nn.SeparableConv1d(4, 3, { inChannels: 2, dtype }),
    deferred: (dtype) => new nn.SeparableConv1d(4, 3, { dtype }),
    inputs: [[1, 2, 5]],
    shape: [1, 4, 3],
  },
  SeparableConv2d: {
    make: (dtype) => new nn.SeparableConv2d(4, 3, { inChannels: 2, multiplier: 2, dtype }),
    deferred: (dtype) => new nn.SeparableConv2d(4, 3, { multiplier: 2, dtype }),
    inputs: [[1, 2, 5, 5]],
    shape: [1, 4, 3, 3],
  },
  Embedding: {
    make: (dtype) => new nn.Embedding(5, 4, { paddingIndex: -1, dtype }),
    inputs: [indices],
    shape: [1, 3, 4],
  },
  Bilinear: {
    make: (dtype) => new nn.Bilinear(4, { inUnits: [3, 2], dtype }),
    inputs: [
      [5, 3],
      [5, 2],
    ],
    shape: [5, 4],
  },
  PRelu: {
    make: (dtype) => new nn.PRelu({ perChannel: true, channels: 3, dtype }),
    deferred: (dtype) => new nn.PRelu({ perChannel: true, dtype }),
    inputs: [[2, 3, 4]],
    shape: [2, 3, 4],
  },
  BatchNorm: {
    make: (dtype) => new nn.BatchNorm({ channels: 3, dtype }),
    deferred: (dtype) => new nn.BatchNorm({ dtype }),
    inputs: [[4, 3, 2]],
    shape: [4, 3, 2],
  },
  InstanceNorm: {
    make: (dtype) => new nn.InstanceNorm({ channels: 3, affine: true, trackRunningStats: true, dtype }),
    deferred: (dtype) => new nn.InstanceNorm({ affine: true, trackRunningStats: true, dtype }),
    inputs: [[2, 3, 4]],
    shape: [2, 3, 4],
  },
  GroupNorm: {
    make: (dtype) => new nn.GroupNorm(2, { channels: 4, dtype }),
    deferred: (dtype) => new nn.GroupNorm(2, { dtype }),
    inputs: [[2, 4, 3]],
    shape: [2, 4, 3],
  },
  LayerNorm: {
    make: (dtype) => new nn.LayerNorm({ shape: [3, 4], dtype }),
    deferred: (dtype) => new nn.LayerNorm({ axes: 2, dtype }),
    inputs: [[2, 3, 4]],
    shape: [2, 3, 4],
  },
  RmsNorm: {
    make: (dtype) => new nn.RmsNorm({ shape: 4, dtype }),
    deferred: (dtype) => new nn.RmsNorm({ dtype }),
    inputs: [[2, 3, 4]],
    shape: [2, 3, 4],
  },
  Rnn: {
    make: (dtype) => new nn.Rnn(4, { inUnits: 3, bidirectional: true, dtype }),
    deferred: (dtype) => new nn.Rnn(4, { bidirectional: true, dtype }),
    inputs: [[5, 2, 3]],
    shape: [5, 2, 8],
  },
  Gru: {
    make: (dtype) => new nn.Gru(4, { inUnits: 3, layers: 2, dtype }),
    deferred: (dtype) => new nn.Gru(4, { layers: 2, dtype }),
    inputs: [[5, 2, 3]],
    shape: [5, 2, 4],
  },
  Lstm: {
    make: (dtype) => new nn.Lstm(4, { inUnits: 3, projection: 2, batchFirst: true, dtype }),
    deferred: (dtype) => new nn.Lstm(4, { projection: 2, batchFirst: true, dtype }),
    inputs: [[2, 5, 3]],
    shape: [2, 5, 2],
  },
  RnnCell: {
    make: (dtype) => new nn.RnnCell(4, { inUnits: 3, dtype }),
    deferred: (dtype) => new nn.RnnCell(4, { dtype }),
    inputs: [[2, 3]],
    shape: [2, 4],
  },
  GruCell: {
    make: (dtype) => new nn.GruCell(4, { inUnits: 3, dtype }),
    deferred: (dtype) => new nn.GruCell(4, { dtype }),
    inputs: [[3]],
    shape: [4],
  },
  LstmCell: {
    make: (dtype) => new nn.LstmCell(4, { inUnits: 3, dtype }),
    deferred: (dtype) => new nn.LstmCell(4, { dtype }),
    inputs: [[2, 3]],
    shape: [2, 4],
  },
  MultiheadAttention: {
    make: (dtype) => new nn.MultiheadAttention(4, 2, { addBiasKv: true, dtype }),
    inputs: [[3, 2, 4]],
    shape: [3, 2, 4],
  },
  'MultiheadAttention, separate': {
    make: (dtype) => new nn.MultiheadAttention(4, 2, { packed: false, useBias: false, dtype }),
    inputs: [[3, 2, 4]],
    shape: [3, 2, 4],
  },
  TransformerEncoderLayer: {
    make: (dtype) => new nn.TransformerEncoderLayer(4, 2, { feedforwardUnits: 6, dropout: 0, dtype }),
    inputs: [[3, 2, 4]],
    shape: [3, 2, 4],
  },
  TransformerDecoderLayer: {
    make: (dtype) => new nn.TransformerDecoderLayer(4, 2, { feedforwardUnits: 6, dropout: 0, dtype }),
    inputs: [
      [3, 2, 4],
      [5, 2, 4],
    ],
    shape: [3, 2, 4],
  },
  TransformerEncoder: {
    make: (dtype) =>
      new nn.TransformerEncoder(4, 2, {
        layers: 2,
        feedforwardUnits: 6,
        dropout: 0,
        finalNorm: true,
        dtype,
      }),
    inputs: [[3, 2, 4]],
    shape: [3, 2, 4],
  },
  TransformerDecoder: {
    make: (dtype) => new nn.TransformerDecoder(4, 2, { layers: 2, feedforwardUnits: 6, dropout: 0, dtype }),
    inputs: [
      [3, 2, 4],
      [5, 2, 4],
    ],
    shape: [3, 2, 4],
  },
  Transformer: {
    make: (dtype) =>
      new nn.Transformer(4, 2, {
        encoderLayers: 1,
        decoderLayers: 2,
        feedforwardUnits: 6,
        dropout: 0,
        dtype,
      }),
    inputs: [
      [5, 2, 4],
      [3, 2, 4],
    ],
    shape: [3, 2, 4],
  },
  Residual: {
    make: (dtype) => new nn.Residual(new nn.Dense(3, { inUnits: 3, dtype })),
    deferred: (dtype) => new nn.Residual(new nn.Dense(3, { dtype })),
    inputs: [[2, 3]],
    shape: [2, 3],
  },
  Parallel: {
    make: (dtype) => new nn.Parallel([new nn.Dense(3, { inUnits: 3, dtype }), nn.relu]),
    deferred: (dtype) => new nn.Parallel([new nn.Dense(3, { dtype }), nn.relu]),
    inputs: [[2, 3]],
    shape: [2, 6],
  },
}

const unary = (make: () => nn.Module, input: readonly number[], shape = input): Specimen => ({
  make,
  inputs: [input],
  shape,
})

const series = [2, 3, 8]
const image = [2, 3, 8, 6]
const volume = [1, 2, 4, 4, 6]

/** One of every layer without parameters of its own, and variants that hold others than the first. */
const others: Readonly<Record<string, Specimen>> = {
  'Dense without bias': unary(() => new nn.Dense(2, { useBias: false }), [1, 3], [1, 2]),
  'Conv2d without bias': unary(
    () => new nn.Conv2d(2, 2, { padding: 'same', useBias: false }),
    [1, 3, 5, 5],
    [1, 2, 5, 5],
  ),
  'BatchNorm without statistics': unary(
    () => new nn.BatchNorm({ trackRunningStats: false, affine: false }),
    image,
  ),
  'Lstm with dropout': unary(
    () => new nn.Lstm(2, { dropout: 0.1, layers: 2, rng: createRng(1) }),
    [4, 1, 4],
    [4, 1, 2],
  ),
  'TransformerEncoder with dropout': unary(
    () => new nn.TransformerEncoder(4, 2, { layers: 2, feedforwardUnits: 8, rng: createRng(1) }),
    [4, 1, 4],
  ),
  Sequential: unary(() => new nn.Sequential(new nn.Dense(4), nn.relu, new nn.Dense(1)), [2, 3], [2, 1]),
  ModuleList: { make: () => new nn.ModuleList([new nn.Dense(1, { inUnits: 2 }), new nn.Relu()]), inputs: [] },
  ModuleDict: { make: () => new nn.ModuleDict({ a: new nn.Dense(1, { inUnits: 2 }) }), inputs: [] },
  Dropout: unary(() => new nn.Dropout(0.5, { rng: createRng(1) }), [2, 3]),
  Flatten: unary(() => new nn.Flatten(), [2, 3, 4], [2, 12]),
  Reshape: unary(() => new nn.Reshape(2, -1), [5, 6], [5, 2, 3]),
  AvgPool1d: unary(() => new nn.AvgPool1d(2), series, [2, 3, 4]),
  AvgPool2d: unary(() => new nn.AvgPool2d(2), image, [2, 3, 4, 3]),
  AvgPool3d: unary(() => new nn.AvgPool3d(2), volume, [1, 2, 2, 2, 3]),
  MaxPool1d: unary(() => new nn.MaxPool1d(2), series, [2, 3, 4]),
  MaxPool2d: unary(() => new nn.MaxPool2d(2), image, [2, 3, 4, 3]),
  MaxPool3d: unary(() => new nn.MaxPool3d(2), volume, [1, 2, 2, 2, 3]),
  AdaptiveAvgPool1d: unary(() => new nn.AdaptiveAvgPool1d(3), series, [2, 3, 3]),
  AdaptiveAvgPool2d: unary(() => new nn.AdaptiveAvgPool2d([null, 2]), image, [2, 3, 8, 2]),
  AdaptiveAvgPool3d: unary(() => new nn.AdaptiveAvgPool3d(1), volume, [1, 2, 1, 1, 1]),
  AdaptiveMaxPool1d: unary(() => new nn.AdaptiveMaxPool1d(3), series, [2, 3, 3]),
  AdaptiveMaxPool2d: unary(() => new nn.AdaptiveMaxPool2d([null, 2]), image, [2, 3, 8, 2]),
  AdaptiveMaxPool3d: unary(() => new nn.AdaptiveMaxPool3d(1), volume, [1, 2, 1, 1, 1]),
  GlobalAvgPool: unary(() => new nn.GlobalAvgPool(), image, [2, 3]),
  GlobalMaxPool: unary(() => new nn.GlobalMaxPool(), image, [2, 3]),
  Glu: unary(() => new nn.Glu(), [2, 4], [2, 2]),
  Identity: unary(() => new nn.Identity(), [2, 3]),
  PixelShuffle: unary(() => new nn.PixelShuffle(2), [1, 4, 3, 2], [1, 1, 6, 4]),
  Threshold: unary(() => new nn.Threshold(0.5, -1), [2, 3]),
  LocalResponseNorm: unary(() => new nn.LocalResponseNorm(2), image),
  DropPath: unary(() => new nn.DropPath(0.5, { rng: createRng(1) }), [4, 3]),
  Swiglu: unary(() => new nn.Swiglu(), [2, 4], [2, 2]),
  Upsample: unary(() => new nn.Upsample({ scale: 2, mode: 'bilinear' }), image, [2, 3, 16, 12]),
  ...Object.fromEntries(
    [
      new nn.Celu(),
      new nn.Elu(),
      new nn.Gaussian(),
      new nn.Gelu({ approximate: 'tanh' }),
      new nn.Hardshrink(),
      new nn.Hardsigmoid(),
      new nn.Hardswish(),
      new nn.Hardtanh(),
      new nn.LeakyRelu(),
      new nn.LogSigmoid(),
      new nn.LogSoftmax(),
      new nn.Mish(),
      new nn.QuickGelu(),
      new nn.Relu(),
      new nn.Relu6(),
      new nn.ReluSquared(),
      new nn.Selu(),
      new nn.Sigmoid(),
      new nn.Silu(),
      new nn.Sine(),
      new nn.Softmax(),
      new nn.Softplus(2, 3),
      new nn.Softshrink(),
      new nn.Softsign(),
      new nn.Tanh(),
      new nn.Tanhshrink(),
    ].map((layer) => [layer.constructor.name, unary(() => layer.clone(), [2, 3])]),
  ),
}

/** One of every exported module, and of variants that differ in what they hold. */
export const everySpecimen: Readonly<Record<string, Specimen>> = { ...specimens, ...others }
