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
export { AvgPool1d, AvgPool2d, AvgPool3d, type AvgPoolOptions } from './avg-pool.ts'
export { Conv1d, Conv2d, Conv3d, type ConvOptions, type Padding } from './conv.ts'
export {
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  type ConvTransposeOptions,
} from './conv-transpose.ts'
export type { ConvolutionOptions, PerAxis } from './convolution.ts'
export { Dense, type DenseOptions } from './dense.ts'
export { Flatten } from './flatten.ts'
export { GlobalAvgPool, GlobalMaxPool, type GlobalPoolOptions } from './global-pool.ts'
export { Glu, glu } from './glu.ts'
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
export { MaxPool1d, MaxPool2d, MaxPool3d, type MaxPoolOptions } from './max-pool.ts'
export { Module } from './module.ts'
export { ModuleDict, ModuleList } from './module-list.ts'
export { NotReadyError } from './not-ready-error.ts'
export { Parallel, type ParallelOptions } from './parallel.ts'
export { Parameter, type ParameterInitializeOptions, type ParameterSpec } from './parameter.ts'
export { Plan, type PlanOptions, type PlanRow } from './plan.ts'
export type { PoolOptions } from './pool.ts'
export { PRelu, type PReluOptions } from './prelu.ts'
export { InitReport, type ReportRow } from './report.ts'
export { Reshape } from './reshape.ts'
export { Residual } from './residual.ts'
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
export type { Choice, Pattern, Rule, Source } from './source.ts'
export { StateBuffer, type StateBufferSpec } from './state-buffer.ts'
export {
  type LoadOptions,
  LoadReport,
  type Mismatch,
  type StateDict,
  StateDictError,
} from './state-dict.ts'
export { Summary, type SummaryRow } from './summary.ts'
