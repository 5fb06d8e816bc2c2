import { integer } from '@nn/check'
import { halfTypeOf } from '../../stream/dtype.ts'
import { integersLaw, normalLaw, truncatedNormalLaw, uniformLaw } from '../../stream/laws.ts'
import type { FillOptions, FloatArray, IntegersOptions, NumericArray } from '../../stream/rng.ts'
import { MOST_STREAMS } from '../../stream/seed.ts'
import { checkTwoSigma } from '../../stream/two-sigma.ts'
import { checkWords, integers64Law } from './integers.ts'
import { fillIntegers, fillIntegers64, fillWords, type WordArray } from './kernels/integers.ts'
import { fillNormal, fillTruncatedNormal } from './kernels/normal.ts'
import { fillUniform } from './kernels/uniform.ts'
import type {
  Integers64Options,
  TensorflowNormalOptions,
  TensorflowTruncatedNormalOptions,
  TensorflowUniformOptions,
} from './options.ts'
import { RULES } from './rules.ts'
import { type StatelessSeed, statelessSource } from './seed.ts'

/**
 * `tf.random.stateless_uniform(shape, seed, minval, maxval, dtype)`: U[low, high), `u·(high − low) + low` in two rounded operations with
 * 23 random bits in u (float64: 52, float16: 10, bfloat16: 7). Bit for bit as TensorFlow 2.21 on x86-64 Linux.
 *
 * @param seed Two integers of [−2⁶³, 2⁶³).
 * @throws TypeError for another kind of seed or array or an unknown option, RangeError unless `low < high` are finite and `start` is an integer ≥ 0.
 * @example
 * ```ts
 * import { statelessUniform } from '@nn/random/tensorflow'
 * statelessUniform([42, 0], new Float32Array(2)) // => new Float32Array([0.2824331521987915, 0.4984169006347656])
 * statelessUniform([42], new Float32Array(2)) // throws /expected a seed of two integers/
 * ```
 */
export function statelessUniform<T extends FloatArray>(
  seed: StatelessSeed,
  out: T,
  options?: TensorflowUniformOptions,
): T {
  const where = 'tf.statelessUniform'
  const source = statelessSource(where, seed)
  const law = uniformLaw(out, options, RULES, where)
  fillUniform(source, out, law, halfTypeOf(where, out, options))
  return out
}

/**
 * `tf.random.stateless_normal(shape, seed, mean, stddev, dtype)`: N(mean, std²) by Box and Muller's transform with glibc's float
 * functions. float32 and the half types bit for bit as TensorFlow 2.21 on x86-64 Linux, float64 within 4 ulp.
 *
 * @param seed Two integers of [−2⁶³, 2⁶³).
 * @throws TypeError for another kind of seed or array or an unknown option, RangeError if `std` is negative or `start` no integer ≥ 0.
 * @example
 * ```ts
 * import { statelessNormal } from '@nn/random/tensorflow'
 * statelessNormal([42, 0], new Float32Array(2)) // => new Float32Array([0.015817075967788696, -1.5900869369506836])
 * ```
 */
export function statelessNormal<T extends FloatArray>(
  seed: StatelessSeed,
  out: T,
  options?: TensorflowNormalOptions,
): T {
  const where = 'tf.statelessNormal'
  const source = statelessSource(where, seed)
  const law = normalLaw(out, options, RULES, where)
  fillNormal(source, out, law, halfTypeOf(where, out, options))
  return out
}

/**
 * `tf.random.stateless_truncated_normal(shape, seed, mean, stddev, dtype)`: N(mean, std²) cut at two standard deviations, by rejection.
 * float32 and the half types bit for bit as TensorFlow 2.21 on x86-64 Linux, float64 within 4 ulp.
 *
 * @param seed Two integers of [−2⁶³, 2⁶³).
 * @throws TypeError for another kind of seed or array or an unknown option, RangeError if `std` is negative, `start` no integer ≥ 0 or the bounds are
 * not ±2 standard deviations.
 * @example
 * ```ts
 * import { statelessTruncatedNormal } from '@nn/random/tensorflow'
 * const weights = statelessTruncatedNormal([42, 0], new Float32Array(1000), { std: 0.02 })
 * weights.every((weight) => Math.abs(weight) < 0.04) // => true
 * statelessTruncatedNormal([42, 0], weights, { low: -1 }) // throws /expected TensorFlow's bounds/
 * ```
 */
export function statelessTruncatedNormal<T extends FloatArray>(
  seed: StatelessSeed,
  out: T,
  options?: TensorflowTruncatedNormalOptions,
): T {
  const where = 'tf.statelessTruncatedNormal'
  const source = statelessSource(where, seed)
  const law = truncatedNormalLaw(out, options, RULES, where)
  checkTwoSigma(where, law, 'TensorFlow')
  fillTruncatedNormal(source, out, law, halfTypeOf(where, out, options))
  return out
}

/**
 * `tf.random.stateless_uniform(shape, seed, minval, maxval, tf.int32)`: integers of [low, high), `low + word mod (high − low)`; a BigInt64Array
 * takes those of `tf.int64`. Bit for bit; as in TensorFlow, spans that are no powers of two have a bias of up to span/2³².
 *
 * @param seed Two integers of [−2⁶³, 2⁶³).
 * @throws TypeError for another kind of seed or array or an unknown option, RangeError unless `low < high` are integers that fit it, at most 2³² apart.
 * @example
 * ```ts
 * import { statelessIntegers } from '@nn/random/tensorflow'
 * const rolls = statelessIntegers([42, 0], new Int32Array(100), { low: 1, high: 7 })
 * rolls.every((roll) => roll >= 1 && roll <= 6) // => true
 * ```
 */
export function statelessIntegers<T extends NumericArray>(
  seed: StatelessSeed,
  out: T,
  options: IntegersOptions,
): T
export function statelessIntegers<T extends BigInt64Array>(
  seed: StatelessSeed,
  out: T,
  options: Integers64Options,
): T
export function statelessIntegers<T extends NumericArray | BigInt64Array>(
  seed: StatelessSeed,
  out: T,
  options: Integers64Options,
): T {
  const where = 'tf.statelessIntegers'
  const source = statelessSource(where, seed)
  if (out instanceof BigInt64Array) fillIntegers64(source, out, integers64Law(where, out, options))
  else fillIntegers(source, out, integersLaw(out, options as IntegersOptions, RULES, where))
  return out
}

/**
 * `tf.random.stateless_uniform(shape, seed, None, None, dtype)`: integers of the array's full range. Bit for bit.
 *
 * @param seed Two integers of [−2⁶³, 2⁶³).
 * @throws TypeError for another kind of seed or array or an unknown option, RangeError if `start` is no integer ≥ 0.
 * @example
 * ```ts
 * import { statelessFullIntegers } from '@nn/random/tensorflow'
 * statelessFullIntegers([0, 0], new Uint32Array(1)).length // => 1
 * ```
 */
export function statelessFullIntegers<T extends WordArray>(
  seed: StatelessSeed,
  out: T,
  options?: FillOptions,
): T {
  const where = 'tf.statelessFullIntegers'
  const source = statelessSource(where, seed)
  fillWords(source, out, checkWords(where, out, options))
  return out
}

/**
 * `tf.random.split(seed, num)`: `num` new seeds, pairs of full-range integers of the seed's type: 32 bits where they hold it, else 64
 * (bigints).
 *
 * @throws TypeError or RangeError if `num` is no integer of [0, 2²⁰] or the seed not two integers.
 * @example
 * ```ts
 * import { split, statelessNormal } from '@nn/random/tensorflow'
 * const [kernel, bias] = split([42, 0])
 * statelessNormal(kernel!, new Float32Array(4)).length // => 4
 * ```
 */
export function split(seed: StatelessSeed, num = 2): StatelessSeed[] {
  const where = 'tf.split'
  integer(where, 'num', num, 0, MOST_STREAMS)
  const source = statelessSource(where, seed)
  const short = seed.every((word) => BigInt.asIntN(32, BigInt(word)) === BigInt(word))
  const words = new (short ? Int32Array : BigInt64Array)(2 * num)
  fillWords(source, words, 0)
  return Array.from({ length: num }, (_, i) => [words[2 * i]!, words[2 * i + 1]!])
}

/**
 * `tf.random.fold_in(seed, data)`: the seed of a full-range 32-bit integer of this one, and `data`.
 *
 * @param data An integer of [−2³¹, 2³¹).
 * @throws TypeError or RangeError if it is not, or the seed not two integers.
 * @example
 * ```ts
 * import { foldIn } from '@nn/random/tensorflow'
 * foldIn([42, 0], 17)[1] // => 17
 * ```
 */
export function foldIn(seed: StatelessSeed, data: number): StatelessSeed {
  const where = 'tf.foldIn'
  integer(where, 'data', data, -(2 ** 31), 2 ** 31 - 1)
  const words = new Int32Array(1)
  fillWords(statelessSource(where, seed), words, 0)
  return [words[0]!, data]
}
