export { philox4x32 } from './philox/philox.ts'
export type { Threads } from './philox/threads.ts'
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
export { startThreads } from './start-threads.ts'
