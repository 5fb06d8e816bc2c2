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
export { Dense, type DenseOptions } from './dense.ts'
export { Flatten } from './flatten.ts'
export type { InitializeOptions } from './initialize.ts'
export { Module } from './module.ts'
export { NotReadyError } from './not-ready-error.ts'
export { Parameter, type ParameterInitializeOptions, type ParameterSpec } from './parameter.ts'
export { Plan, type PlanOptions, type PlanRow } from './plan.ts'
export { InitReport, type ReportRow } from './report.ts'
export { Sequential } from './sequential.ts'
export type { PartialShape } from './shape.ts'
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
