import type { OptionNames } from '@nn/check'
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
import type {
  OpSeed,
  TensorflowNormalOptions,
  TensorflowTruncatedNormalOptions,
  TensorflowUniformOptions,
} from './options.ts'

const uniform: Names<TensorflowUniformOptions> = { ...UNIFORM, dtype: true }
const normal: Names<TensorflowNormalOptions> = { ...NORMAL, dtype: true }
const truncatedNormal: Names<TensorflowTruncatedNormalOptions> = { ...TRUNCATED, dtype: true }

/** What TensorFlow's laws take beyond those of `Rng`. */
export const RULES: Rules = { uniform, normal, truncatedNormal }

/** The name of an op's own seed. @internal */
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
