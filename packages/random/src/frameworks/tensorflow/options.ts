import type { DtypeOptions } from '../../stream/dtype.ts'
import type { FillOptions, NormalOptions, TruncatedNormalOptions, UniformOptions } from '../../stream/rng.ts'

/** Options of TensorFlow's uniform laws. */
export interface TensorflowUniformOptions extends UniformOptions, DtypeOptions {}

/** Options of TensorFlow's normal laws. */
export interface TensorflowNormalOptions extends NormalOptions, DtypeOptions {}
/** Options of TensorFlow's truncated normal laws; the bounds can only be the default. */
export interface TensorflowTruncatedNormalOptions extends TruncatedNormalOptions, DtypeOptions {}

/** The range of 64-bit integers. */
export interface Integers64Options extends FillOptions {
  /** Included lower end. Default 0. */
  readonly low?: number | bigint
  /** Excluded upper end. */
  readonly high: number | bigint
}

/** An op's own seed. */
export interface OpSeed {
  /** The op's own `seed=`, an integer. Default: drawn by the global seed's generator, one for each execution. */
  readonly opSeed?: number
}
