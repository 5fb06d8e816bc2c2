export type { HalfType } from '../../numerics/half.ts'
export type { DtypeOptions } from '../../stream/dtype.ts'
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
