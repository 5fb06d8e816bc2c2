export { type HalfType, roundHalf } from '../../numerics/half.ts'
export type { TorchArray, TorchDtype } from './integers.ts'
export type { Probability } from './kernels/draw.ts'
export type { StridedLayout } from './layout.ts'
export type { TorchFloat, TorchOptions } from './rules.ts'
export { skip } from './skip.ts'
export type { TorchState } from './state.ts'
export {
  createTorchRng,
  type ExponentialOptions,
  type FloatTensorOptions,
  type SparseOptions,
  type TensorOptions,
  type TorchBernoulliOptions,
  type TorchIntegersOptions,
  type TorchRandomOptions,
  type TorchRng,
  type TorchTruncatedNormalOptions,
  torchRngFromJSON,
} from './torch-rng.ts'
