import type { KerasRng } from '@nn/random/keras'
import type { ArgReader } from '../../../golden/args.ts'
import type { Values } from '../../../golden/framework.ts'
import { product } from '../../jax/array.ts'

/** Runs one op of `keras.random` with the next seed of a stream. */
export type KerasOp = (args: ArgReader, rng: KerasRng, shape: readonly number[]) => Values

function float32(args: ArgReader, shape: readonly number[]): Float32Array {
  const dtype = args.take<string | null>('dtype', null)
  if (dtype !== null && dtype !== 'float32') throw new RangeError(`a dtype that is not known: ${dtype}`)
  return new Float32Array(product(shape))
}

/** `keras.random` by name. */
export const OPS: Readonly<Record<string, KerasOp>> = {
  normal: (args, rng, shape) =>
    rng.normal(float32(args, shape), { mean: args.number('mean', 0), std: args.number('stddev', 1) }),
  uniform: (args, rng, shape) =>
    rng.uniform(float32(args, shape), { low: args.number('minval', 0), high: args.number('maxval', 1) }),
  truncated_normal: (args, rng, shape) =>
    rng.truncatedNormal(float32(args, shape), {
      mean: args.number('mean', 0),
      std: args.number('stddev', 1),
    }),
  randint: (args, rng, shape) =>
    rng.integers(new Int32Array(product(shape)), {
      low: args.number('minval', Number.NaN),
      high: args.number('maxval', Number.NaN),
    }),
  /** Dropout of ones. */
  dropout: (args, rng, shape) => {
    const rate = args.number('rate', Number.NaN)
    return rng.bernoulli(new Float32Array(product(shape)), { p: 1 - rate }).map((kept) => kept / (1 - rate))
  },
}
