export type { Pattern } from '@nn/init'
export type { Layer, UnaryModule } from './activations/activate.ts'
export type { Activation } from './activations/activation.ts'
export { Celu, celu, Elu, elu, Selu, selu } from './activations/elu.ts'
export { Gaussian, gaussian } from './activations/gaussian.ts'
export { Gelu, gelu, QuickGelu, quickGelu } from './activations/gelu.ts'
export { Glu, glu } from './activations/glu.ts'
export { PRelu, type PReluOptions } from './activations/prelu.ts'
export {
  LeakyRelu,
  leakyRelu,
  Relu,
  Relu6,
  ReluSquared,
  relu,
  relu6,
  reluSquared,
} from './activations/relu.ts'
export {
  Hardshrink,
  hardshrink,
  Softshrink,
  softshrink,
  Tanhshrink,
  tanhshrink,
} from './activations/shrink.ts'
export {
  Hardsigmoid,
  hardsigmoid,
  LogSigmoid,
  logSigmoid,
  Sigmoid,
  sigmoid,
} from './activations/sigmoid.ts'
export { Hardswish, hardswish, Mish, mish, Silu, silu } from './activations/silu.ts'
export { Sine, sine } from './activations/sine.ts'
export { LogSoftmax, logSoftmax, Softmax, softmax } from './activations/softmax.ts'
export { Softplus, softplus } from './activations/softplus.ts'
export { Swiglu, swiglu } from './activations/swiglu.ts'
export { Hardtanh, hardtanh, Softsign, softsign, Tanh, tanh } from './activations/tanh.ts'
export { Threshold, threshold } from './activations/threshold.ts'
export { type GrowOptions, grow, type SizesOf, shrink } from './adjust/grow.ts'
export { type LsuvOptions, LsuvReport, type LsuvRow, lsuv } from './adjust/lsuv.ts'
export {
  type MaterializeAsyncOptions,
  type MaterializeProgress,
  materializeAsync,
} from './adjust/materialize-async.ts'
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
export { type RotaryEmbeddingOptions, rotaryEmbedding } from './attention/rotary-embedding.ts'
export {
  type ScaledDotProductAttentionOptions,
  scaledDotProductAttention,
} from './attention/scaled-dot-product-attention.ts'
export { Transformer, type TransformerMaskOptions, type TransformerOptions } from './attention/transformer.ts'
export { TransformerDecoder, type TransformerDecoderOptions } from './attention/transformer-decoder.ts'
export {
  type DecoderMaskOptions,
  TransformerDecoderLayer,
  type TransformerDecoderLayerOptions,
} from './attention/transformer-decoder-layer.ts'
export { TransformerEncoder, type TransformerEncoderOptions } from './attention/transformer-encoder.ts'
export {
  TransformerEncoderLayer,
  type TransformerEncoderLayerOptions,
} from './attention/transformer-encoder-layer.ts'
export type { TransformerLayerOptions } from './attention/transformer-layer.ts'
export type { PerAxis } from './check/options.ts'
export { ModuleDict, ModuleList } from './containers/module-list.ts'
export { Parallel, type ParallelOptions } from './containers/parallel.ts'
export type { Layers } from './containers/parts.ts'
export { type PartName, type Replaced, replace } from './containers/replace.ts'
export { Residual } from './containers/residual.ts'
export { Sequential } from './containers/sequential.ts'
export { Conv, Conv1d, Conv2d, Conv3d, type ConvOptions } from './convolution/conv.ts'
export {
  ConvTranspose,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  type ConvTransposeOptions,
} from './convolution/conv-transpose.ts'
export { Convolution, type ConvolutionDesign, type ConvolutionOptions } from './convolution/convolution.ts'
export {
  DepthwiseConv,
  DepthwiseConv1d,
  DepthwiseConv2d,
  type DepthwiseConvOptions,
} from './convolution/depthwise-conv.ts'
export { SeparableConv1d, SeparableConv2d, type SeparableConvOptions } from './convolution/separable-conv.ts'
export { Embedding, type EmbeddingOptions } from './embedding/embedding.ts'
export type { InitializeOptions } from './initialize/initialize.ts'
export { Plan, type PlanColumn, type PlanOptions, type PlanRow } from './initialize/plan.ts'
export type { Choice, Source } from './initialize/precedence.ts'
export { InitReport, type ReportRow } from './initialize/report.ts'
export type { Rule } from './initialize/rules.ts'
export type { Criteria, ModuleClass, Selector } from './initialize/selector.ts'
export type { Pending } from './initialize/slot.ts'
export { Bilinear, type BilinearOptions } from './linear/bilinear.ts'
export { Dense, type DenseOptions } from './linear/dense.ts'
export { type CrossEntropyOptions, crossEntropy, type NllOptions, nll } from './losses/classes.ts'
export {
  type HingeEmbeddingOptions,
  type HuberOptions,
  hingeEmbedding,
  huber,
  l1,
  meanSquaredError,
  type SmoothL1Options,
  smoothL1,
} from './losses/distances.ts'
export {
  type BinaryCrossEntropyOptions,
  type BinaryCrossEntropyWithLogitsOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type GaussianNllOptions,
  gaussianNll,
  type KlDivergenceOptions,
  klDivergence,
} from './losses/probabilities.ts'
export type { LossOptions, Reduction } from './losses/reduction.ts'
export { Module } from './module/module.ts'
export { NotReadyError } from './module/not-ready-error.ts'
export { Parameter, type ParameterInitializeOptions } from './module/parameter.ts'
export type { ParameterSpec } from './module/parameter-spec.ts'
export type { Draw } from './module/parameter-state.ts'
export type { Both, PresentIf } from './module/present-if.ts'
export { camelCase, snakeCase } from './module/python-names.ts'
export { fromPython, type NamedValues, toPython } from './module/python-state.ts'
export { StateBuffer, type StateBufferSpec } from './module/state-buffer.ts'
export {
  type LoadableState,
  type LoadOptions,
  LoadReport,
  type Mismatch,
  type StateDict,
  StateDictError,
} from './module/state-dict.ts'
export type { LoadValueOptions, Values } from './module/values.ts'
export { BatchNorm, type BatchNormOptions } from './normalization/batch-norm.ts'
export {
  ChannelAffine,
  type ChannelAffineDesign,
  type ChannelAffineOptions,
} from './normalization/channel-affine.ts'
export { GroupNorm, type GroupNormOptions } from './normalization/group-norm.ts'
export { InstanceNorm, type InstanceNormOptions } from './normalization/instance-norm.ts'
export { LayerNorm, type LayerNormOptions } from './normalization/layer-norm.ts'
export { LocalResponseNorm, type LocalResponseNormOptions } from './normalization/local-response-norm.ts'
export type { NormalizedAxes } from './normalization/normalized-axes.ts'
export { RmsNorm, type RmsNormOptions } from './normalization/rms-norm.ts'
export { RunningNorm, type RunningNormDesign, type RunningNormOptions } from './normalization/running-norm.ts'
export {
  AdaptiveAvgPool,
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AdaptivePool,
  type OutputSize,
} from './pooling/adaptive-pool.ts'
export { AvgPool, AvgPool1d, AvgPool2d, AvgPool3d, type AvgPoolOptions } from './pooling/avg-pool.ts'
export { GlobalAvgPool, GlobalMaxPool, GlobalPool, type GlobalPoolOptions } from './pooling/global-pool.ts'
export { MaxPool, MaxPool1d, MaxPool2d, MaxPool3d, type MaxPoolOptions } from './pooling/max-pool.ts'
export { Pool, type PoolDesign, type PoolOptions, type Span } from './pooling/pool.ts'
export {
  type CoordinateCheckOptions,
  CoordinateReport,
  type CoordinateRow,
  coordinateCheck,
  type Trial,
} from './propagation/coordinate-check.ts'
export { propagation } from './propagation/propagation.ts'
export { PropagationReport, type PropagationRow, type Spread } from './propagation/propagation-report.ts'
export type { Cell } from './recurrent/cell.ts'
export { Gru, type GruOptions } from './recurrent/gru.ts'
export { GruCell } from './recurrent/gru-cell.ts'
export { Lstm, type LstmOptions, type LstmResult, type LstmState } from './recurrent/lstm.ts'
export { LstmCell } from './recurrent/lstm-cell.ts'
export {
  Recurrent,
  type RecurrentDesign,
  type RecurrentOptions,
  type RecurrentRun,
  type RecurrentState,
} from './recurrent/recurrent.ts'
export {
  RecurrentCell,
  type RecurrentCellDesign,
  type RecurrentCellOptions,
} from './recurrent/recurrent-cell.ts'
export { type HiddenResult, type HiddenState, Rnn, type RnnOptions } from './recurrent/rnn.ts'
export { RnnCell, type RnnCellOptions } from './recurrent/rnn-cell.ts'
export { DropPath, type DropPathOptions } from './shaping/drop-path.ts'
export { Dropout, type DropoutOptions } from './shaping/dropout.ts'
export { Flatten, type FlattenOptions } from './shaping/flatten.ts'
export { Identity } from './shaping/identity.ts'
export { PixelShuffle, pixelShuffle } from './shaping/pixel-shuffle.ts'
export { Reshape } from './shaping/reshape.ts'
export { Upsample, type UpsampleOptions } from './shaping/upsample.ts'
export { summary } from './summary/summarize.ts'
export { Summary, type SummaryRow } from './summary/summary.ts'
export {
  isModule,
  isParameter,
  isStateBuffer,
  type ModuleField,
  type ParameterOrBuffer,
} from './tree/nodes.ts'
export type { PartialShape } from './tree/shape.ts'
export type { Padding, PaddingMode } from './windows/padding.ts'
