export type { HalfType } from '../../numerics/half.ts'
export type { DtypeOptions } from '../../stream/dtype.ts'
export { createTensorflowRng, type EagerRng, type EagerState, tensorflowRngFromJSON } from './eager-rng.ts'
export { Generator, type GeneratorState } from './generator.ts'
export type { WordArray } from './kernels/integers.ts'
export type {
  Integers64Options,
  OpSeed,
  TensorflowNormalOptions,
  TensorflowTruncatedNormalOptions,
  TensorflowUniformOptions,
} from './options.ts'
export type { PhiloxStream } from './philox-stream.ts'
export type { StatelessSeed } from './seed.ts'
export {
  foldIn,
  split,
  statelessFullIntegers,
  statelessIntegers,
  statelessNormal,
  statelessTruncatedNormal,
  statelessUniform,
} from './stateless.ts'
export { createStatelessRng, type StatelessState, statelessRngFromJSON } from './stateless-rng.ts'
