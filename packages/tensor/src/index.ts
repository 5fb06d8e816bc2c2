export { createBackend } from './backend/create-backend.ts'
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
} from './backend/creation.ts'
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
  SlopeOp,
  Strided,
  TestOp,
  UnaryKernel,
  UnaryOp,
  Windows,
} from './backend/kernels.ts'
export type { DataOf, DType, TensorData } from './dtype/dtype.ts'
export { repeat, tile } from './functions/copies.ts'
export { cumprod, cumsum } from './functions/cumulative.ts'
export { einsum } from './functions/einsum.ts'
export { flip, roll } from './functions/flip.ts'
export { gather, indexSelect, scatterAdd } from './functions/gather.ts'
export { acosh, asinh, atanh, cosh, sinh } from './functions/hyperbolic.ts'
export {
  type InterpolateMode,
  type InterpolateOptions,
  interpolate,
} from './functions/interpolate.ts'
export { acos, asin, atan, atan2 } from './functions/inverse.ts'
export { logsumexp, nansum } from './functions/log-sum-exp.ts'
export { argsort, median, type Sorted, type SortOptions, sort } from './functions/order.ts'
export { type PadMode, padMode } from './functions/pad-mode.ts'
export { chunk, split } from './functions/pieces.ts'
export { exp2, log2, log10 } from './functions/powers.ts'
export {
  type CosineSimilarityOptions,
  cosineSimilarity,
  type NormalizeOptions,
  normalize,
} from './functions/similarity.ts'
export { diagonal, tril, triu } from './functions/triangles.ts'
export { recycle } from './memory/recycle.ts'
export type { Nested } from './nested/parse-nested.ts'
export type { Operand } from './operands/check-operand.ts'
export { isTensor } from './operands/is-tensor.ts'
export type { GeluOptions } from './ops/activations.ts'
export { type ConvolveOptions, convolve } from './ops/convolve.ts'
export { type ConvolveTransposedOptions, convolveTransposed } from './ops/convolve-transposed.ts'
export { where } from './ops/elementwise.ts'
export type { CloseOptions, EqualOptions } from './ops/equality.ts'
export { into } from './ops/into.ts'
export { concat, stack } from './ops/join.ts'
export { type LinearOptions, linear } from './ops/linear.ts'
export { type Moments, meanSquare, moments, type StandardizeOptions, standardize } from './ops/moments.ts'
export type { PadWidths, UnfoldOptions } from './ops/rearrange.ts'
export type { Axes, NormOptions, ReduceOptions, VarianceOptions } from './ops/reduce.ts'
export { segmentSum } from './ops/segment-sum.ts'
export type { PerAxis, WindowOptions } from './ops/windows.ts'
export type { Value } from './ops/write.ts'
export { type Computed, type Interceptor, intercept, isRecorded, kernelsOf } from './recording/intercept.ts'
export { mapGradient } from './recording/map-gradient.ts'
export { type Differentiable, withGradient } from './recording/with-gradient.ts'
export type { Range, SelectionItem } from './shape/selection.ts'
export type { Listed } from './shape/shape.ts'
export { ShapeError } from './shape/shape-error.ts'
export { Tensor } from './tensor/tensor.ts'
export type { TensorInit } from './tensor/tensor-init.ts'
