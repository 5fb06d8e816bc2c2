export { philox4x32 } from './philox/philox.ts'
export { createRng, type PhiloxState, type RngOptions, rngFromJSON } from './philox-rng.ts'
export type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegerArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  Rng,
  RngState,
  TruncatedNormalOptions,
  UniformOptions,
} from './rng.ts'
