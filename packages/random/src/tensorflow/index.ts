export type { DtypeOptions } from '../dtype.ts'
export type { HalfType } from '../ieee/half.ts'
export {
  createTensorflowRng,
  type EagerRng,
  type EagerState,
  type OpSeed,
  tensorflowRngFromJSON,
} from './eager-rng.ts'
export { Generator, type GeneratorState } from './generator.ts'
export type { Integers64Options, WordArray } from './integers.ts'
export type { TensorflowNormalOptions, TensorflowTruncatedNormalOptions } from './normal.ts'
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
export type { TensorflowUniformOptions } from './uniform.ts'
