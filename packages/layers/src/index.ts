export type { Pattern } from '@nn/init'
export type { Layer } from './activations/activate.ts'
export {
  Elu,
  Gelu,
  Hardtanh,
  LeakyRelu,
  LogSoftmax,
  Mish,
  Relu,
  Selu,
  Sigmoid,
  Silu,
  Softmax,
  Softplus,
  Tanh,
} from './activations/activation-layers.ts'
export {
  type Activation,
  elu,
  gelu,
  hardtanh,
  leakyRelu,
  logSoftmax,
  mish,
  relu,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from './activations/activations.ts'
export { Glu, glu } from './activations/glu.ts'
export {
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  hardshrink,
  hardsigmoid,
  hardswish,
  Relu6,
  relu6,
  Softshrink,
  softshrink,
  Tanhshrink,
  tanhshrink,
} from './activations/hard-activations.ts'
export { PRelu, type PReluOptions } from './activations/prelu.ts'
export {
  Celu,
  celu,
  Gaussian,
  gaussian,
  LogSigmoid,
  logSigmoid,
  QuickGelu,
  quickGelu,
  ReluSquared,
  reluSquared,
  Sine,
  Softsign,
  sine,
  softsign,
} from './activations/smooth-activations.ts'
export { type GrowOptions, grow } from './adjust/grow.ts'
export { type LsuvOptions, LsuvReport, type LsuvRow, lsuv } from './adjust/lsuv.ts'
export { normalizeOutputs } from './adjust/normalize-outputs.ts'
export { type ReinitOptions, reinit } from './adjust/reinit.ts'
export { traceNaN } from './adjust/trace-nan.ts'
export type { MaskOptions } from './attention/attention-mask.ts'
export {
  type AttentionOptions,
  type AttentionResult,
  MultiheadAttention,
  type MultiheadAttentionOptions,
} from './attention/multihead-attention.ts'
export {
  type DecoderMaskOptions,
  TransformerDecoder,
  TransformerDecoderLayer,
  type TransformerDecoderLayerOptions,
  type TransformerDecoderOptions,
} from './attention/transformer-decoder.ts'
export {
  TransformerEncoder,
  TransformerEncoderLayer,
  type TransformerEncoderLayerOptions,
  type TransformerEncoderOptions,
} from './attention/transformer-encoder.ts'
export type { TransformerLayerOptions } from './attention/transformer-layer.ts'
export type { PerAxis } from './check/options.ts'
export { ModuleDict, ModuleList } from './containers/module-list.ts'
export { Parallel, type ParallelOptions } from './containers/parallel.ts'
export { Residual } from './containers/residual.ts'
export { Sequential } from './containers/sequential.ts'
export { Conv1d, Conv2d, Conv3d, type ConvOptions } from './convolution/conv.ts'
export {
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  type ConvTransposeOptions,
} from './convolution/conv-transpose.ts'
export type { ConvolutionOptions } from './convolution/convolution.ts'
export { DepthwiseConv1d, DepthwiseConv2d, type DepthwiseConvOptions } from './convolution/depthwise-conv.ts'
export { SeparableConv1d, SeparableConv2d, type SeparableConvOptions } from './convolution/separable-conv.ts'
export type { InitializeOptions } from './initialize/initialize.ts'
export { Plan, type PlanColumn, type PlanOptions, type PlanRow } from './initialize/plan.ts'
export { InitReport, type ReportRow } from './initialize/report.ts'
export type { Criteria, ModuleClass, Selector } from './initialize/selector.ts'
export type { Choice, Rule, Source } from './initialize/source.ts'
export { Bilinear, type BilinearOptions } from './linear/bilinear.ts'
export { Dense, type DenseOptions } from './linear/dense.ts'
export { Embedding, type EmbeddingOptions } from './linear/embedding.ts'
export { Module } from './module/module.ts'
export { NotReadyError } from './module/not-ready-error.ts'
export { Parameter, type ParameterInitializeOptions, type ParameterSpec } from './module/parameter.ts'
export { camelCase, snakeCase } from './module/python-names.ts'
export { StateBuffer, type StateBufferSpec } from './module/state-buffer.ts'
export {
  type LoadOptions,
  LoadReport,
  type Mismatch,
  type StateDict,
  StateDictError,
} from './module/state-dict.ts'
export { Summary, type SummaryRow } from './module/summary.ts'
export { BatchNorm, type BatchNormOptions } from './normalization/batch-norm.ts'
export type { ChannelAffineOptions } from './normalization/channel-affine.ts'
export { GroupNorm, type GroupNormOptions } from './normalization/group-norm.ts'
export { InstanceNorm, type InstanceNormOptions } from './normalization/instance-norm.ts'
export { LayerNorm, type LayerNormOptions, type NormalizedAxes } from './normalization/layer-norm.ts'
export { RmsNorm, type RmsNormOptions } from './normalization/rms-norm.ts'
export type { RunningNormOptions } from './normalization/running-norm.ts'
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  type OutputSize,
} from './pooling/adaptive-pool.ts'
export { AvgPool1d, AvgPool2d, AvgPool3d, type AvgPoolOptions } from './pooling/avg-pool.ts'
export { GlobalAvgPool, GlobalMaxPool, type GlobalPoolOptions } from './pooling/global-pool.ts'
export { MaxPool1d, MaxPool2d, MaxPool3d, type MaxPoolOptions } from './pooling/max-pool.ts'
export type { PoolOptions } from './pooling/pool.ts'
export { Gru, type GruOptions } from './recurrent/gru.ts'
export { Lstm, type LstmOptions, type LstmResult, type LstmState } from './recurrent/lstm.ts'
export type { Cell, RecurrentOptions } from './recurrent/recurrent.ts'
export { type HiddenResult, type HiddenState, Rnn, type RnnOptions } from './recurrent/rnn.ts'
export { Dropout, type DropoutOptions } from './shaping/dropout.ts'
export { Flatten } from './shaping/flatten.ts'
export { Reshape } from './shaping/reshape.ts'
export type { PartialShape } from './tree/shape.ts'
export type { Padding } from './windows/padding.ts'
