import { normal, truncatedNormal, uniform } from '@nn/random/jax'
import { at } from '../../golden/present.ts'
import { floatType, product } from './array.ts'
import type { InitCall, JaxInitializer } from './initializers.ts'

/** The standard deviation of the standard normal law cut to ±2. */
const CUT_STD = 0.87962566103423978

/** √(1/fan) of a kernel [in, out] or their mean, each step rounded to the type. */
function rootOf({ shape, dtype }: InitCall, factor: number, mode: 'fan_in' | 'fan_avg'): number {
  const { round } = floatType(dtype)
  const field = product(shape.slice(0, -2))
  const [fanIn, fanOut] = [at(shape, -2) * field, at(shape, -1) * field]
  const variance = round(1 / (mode === 'fan_in' ? fanIn : (fanIn + fanOut) / 2))
  return round(Math.sqrt(factor === 1 ? variance : round(factor * variance)))
}

/** Those of JAX's initializers that the files have in half types. */
export const HALF_INITIALIZERS: Readonly<Record<string, JaxInitializer>> = {
  zeros: (_, { shape, dtype }) => floatType(dtype).create(product(shape)),
  normal: (args, { key, shape, dtype }) => {
    const { create, half } = floatType(dtype)
    return normal(key, create(product(shape)), { std: args.number('stddev', 0.01), ...half })
  },
  glorot_uniform: (_, call) => {
    const { create, half, round } = floatType(call.dtype)
    const bound = rootOf(call, 3, 'fan_avg')
    const values = uniform(call.key, create(product(call.shape)), { low: -1, ...half })
    return values.map((value) => round(value * bound))
  },
  lecun_normal: (_, call) => {
    const { create, half, round } = floatType(call.dtype)
    const std = round(rootOf(call, 1, 'fan_in') / round(CUT_STD))
    return truncatedNormal(call.key, create(product(call.shape)), { std, ...half })
  },
}
