export type {
  ActivationOp,
  ArgReduceOp,
  Backend,
  BinaryKernel,
  BinaryOp,
  CompareOp,
  Kernels,
  ReduceKernel,
  ReduceOp,
  Strided,
  TestOp,
  UnaryKernel,
  UnaryOp,
  Windows,
} from './backend.ts'
export { createBackend } from './create-backend.ts'
export type {
  ArangeOptions,
  Creation,
  CreationOptions,
  EyeOptions,
  LinspaceOptions,
  NormalOptions,
  RandomSource,
  TensorOptions,
  UniformOptions,
} from './creation.ts'
export type { DataOf, DType, TensorData } from './dtype.ts'
export { ShapeError } from './errors.ts'
export { isTensor } from './is-tensor.ts'
export type { Nested } from './nested.ts'
export type { GeluOptions } from './ops/activations.ts'
export { type ConvolveOptions, convolve } from './ops/convolve.ts'
export { type ConvolveTransposedOptions, convolveTransposed } from './ops/convolve-transposed.ts'
export { type Operand, where } from './ops/elementwise.ts'
export type { CloseOptions, EqualOptions } from './ops/equality.ts'
export { concat, stack } from './ops/join.ts'
export { type LinearOptions, linear } from './ops/linear.ts'
export { type Moments, meanSquare, moments, type StandardizeOptions, standardize } from './ops/moments.ts'
export type { PadWidths, UnfoldOptions } from './ops/rearrange.ts'
export type { Axes, NormOptions, ReduceOptions, VarianceOptions } from './ops/reduce.ts'
export type { Value } from './ops/write.ts'
export type { Range, SelectionItem } from './selection.ts'
export { Tensor, type TensorInit } from './tensor.ts'
