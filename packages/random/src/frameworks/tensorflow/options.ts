import type { OptionNames } from '@nn/check'
import type { DtypeOptions } from '../../stream/dtype.ts'
import {
  BERNOULLI,
  BITS,
  INTEGERS,
  type Names,
  NORMAL,
  type Rules,
  TRUNCATED,
  UNIFORM,
} from '../../stream/laws.ts'
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

const uniform: Names<TensorflowUniformOptions> = { ...UNIFORM, dtype: true }
const normal: Names<TensorflowNormalOptions> = { ...NORMAL, dtype: true }
const truncatedNormal: Names<TensorflowTruncatedNormalOptions> = { ...TRUNCATED, dtype: true }

/** What TensorFlow's laws take beyond those of `Rng`. */
export const RULES: Rules = { uniform, normal, truncatedNormal }

export const OP_SEED: OptionNames<OpSeed> = { opSeed: true }

/** What the ops of a program with a global seed take. */
export const EAGER_RULES: Rules = {
  bits: { ...BITS, ...OP_SEED },
  uniform: { ...uniform, ...OP_SEED },
  normal: { ...normal, ...OP_SEED },
  truncatedNormal: { ...truncatedNormal, ...OP_SEED },
  bernoulli: { ...BERNOULLI, ...OP_SEED },
  integers: { ...INTEGERS, ...OP_SEED },
}
