export type { Pattern } from '@nn/init'
export type { Layer } from './activate.ts'
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
} from './activation-layers.ts'
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
} from './activations.ts'
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  type OutputSize,
} from './adaptive-pool.ts'
export type { MaskOptions } from './attention-mask.ts'
export { AvgPool1d, AvgPool2d, AvgPool3d, type AvgPoolOptions } from './avg-pool.ts'
export { BatchNorm, type BatchNormOptions } from './batch-norm.ts'
export { Bilinear, type BilinearOptions } from './bilinear.ts'
export type { ChannelAffineOptions } from './channel-affine.ts'
export { Conv1d, Conv2d, Conv3d, type ConvOptions } from './conv.ts'
export {
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  type ConvTransposeOptions,
} from './conv-transpose.ts'
export type { ConvolutionOptions, PerAxis } from './convolution.ts'
export { Dense, type DenseOptions } from './dense.ts'
export { DepthwiseConv1d, DepthwiseConv2d, type DepthwiseConvOptions } from './depthwise-conv.ts'
export { Dropout, type DropoutOptions } from './dropout.ts'
export { Embedding, type EmbeddingOptions } from './embedding.ts'
export { Flatten } from './flatten.ts'
export { GlobalAvgPool, GlobalMaxPool, type GlobalPoolOptions } from './global-pool.ts'
export { Glu, glu } from './glu.ts'
export { GroupNorm, type GroupNormOptions } from './group-norm.ts'
export { type GrowOptions, grow } from './grow.ts'
export { Gru, type GruOptions } from './gru.ts'
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
} from './hard-activations.ts'
export type { InitializeOptions } from './initialize.ts'
export { InstanceNorm, type InstanceNormOptions } from './instance-norm.ts'
export { LayerNorm, type LayerNormOptions, type NormalizedAxes } from './layer-norm.ts'
export { Lstm, type LstmOptions, type LstmResult, type LstmState } from './lstm.ts'
export { type LsuvOptions, LsuvReport, type LsuvRow, lsuv } from './lsuv.ts'
export { MaxPool1d, MaxPool2d, MaxPool3d, type MaxPoolOptions } from './max-pool.ts'
export { Module } from './module.ts'
export { ModuleDict, ModuleList } from './module-list.ts'
export {
  type AttentionOptions,
  type AttentionResult,
  MultiheadAttention,
  type MultiheadAttentionOptions,
} from './multihead-attention.ts'
export { normalizeOutputs } from './normalize-outputs.ts'
export { NotReadyError } from './not-ready-error.ts'
export type { Padding } from './padding.ts'
export { Parallel, type ParallelOptions } from './parallel.ts'
export { Parameter, type ParameterInitializeOptions, type ParameterSpec } from './parameter.ts'
export { Plan, type PlanColumn, type PlanOptions, type PlanRow } from './plan.ts'
export type { PoolOptions } from './pool.ts'
export { PRelu, type PReluOptions } from './prelu.ts'
export { camelCase, snakeCase } from './python-names.ts'
export type { Cell, RecurrentOptions } from './recurrent.ts'
export { type ReinitOptions, reinit } from './reinit.ts'
export { InitReport, type ReportRow } from './report.ts'
export { Reshape } from './reshape.ts'
export { Residual } from './residual.ts'
export { RmsNorm, type RmsNormOptions } from './rms-norm.ts'
export { type HiddenResult, type HiddenState, Rnn, type RnnOptions } from './rnn.ts'
export type { RunningNormOptions } from './running-norm.ts'
export type { Criteria, ModuleClass, Selector } from './selector.ts'
export { SeparableConv1d, SeparableConv2d, type SeparableConvOptions } from './separable-conv.ts'
export { Sequential } from './sequential.ts'
export type { PartialShape } from './shape.ts'
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
} from './smooth-activations.ts'
export type { Choice, Rule, Source } from './source.ts'
export { StateBuffer, type StateBufferSpec } from './state-buffer.ts'
export {
  type LoadOptions,
  LoadReport,
  type Mismatch,
  type StateDict,
  StateDictError,
} from './state-dict.ts'
export { Summary, type SummaryRow } from './summary.ts'
export { traceNaN } from './trace-nan.ts'
export {
  type DecoderMaskOptions,
  TransformerDecoder,
  TransformerDecoderLayer,
  type TransformerDecoderLayerOptions,
  type TransformerDecoderOptions,
} from './transformer-decoder.ts'
export {
  TransformerEncoder,
  TransformerEncoderLayer,
  type TransformerEncoderLayerOptions,
  type TransformerEncoderOptions,
} from './transformer-encoder.ts'
export type { TransformerLayerOptions } from './transformer-layer.ts'
