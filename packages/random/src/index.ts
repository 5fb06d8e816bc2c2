export { philox4x32 } from './engines/philox4x32.ts'
export { createRng, type PhiloxState, type RngOptions, rngFromJSON } from './philox/philox-rng.ts'
export { startThreads } from './philox/threads/start-threads.ts'
export type { Threads } from './philox/words/threads.ts'
export type { CheckedRng } from './stream/checked-rng.ts'
export { isRng } from './stream/is-rng.ts'
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
} from './stream/rng.ts'
